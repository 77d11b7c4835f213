// Says on the page what a browser says about a passkey only to developers.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelectorAll("[data-passkey-problem]").forEach((problem) => { problem.hidden = false; });
});
