// Says whether what was typed is saved, and sends it when its page is left before that.
const NOT_SAVED = "Not saved. What you typed is still on this page: press Save to try again.";

export function saveOnLeaving(form) {
  const status = form.querySelector("#saved");
  // How often something was typed; how much of that is on its way, is known to be saved, went with a beacon.
  let typed = 0;
  let underway = 0;
  let kept = 0;
  let beaconed = 0;
  let isSubmitted = false;
  let box = null;

  const type = (event) => {
    typed += 1;
    isSubmitted = false;
    box = event.target;
  };
  const leave = () => {
    if (isSubmitted || kept === typed || beaconed === typed) return;
    beaconed = typed;
    const data = new FormData(form);
    data.append("leaving", "1");
    // A beacon outlives its page, and takes no more than 64 KiB.
    if (!navigator.sendBeacon(form.action, data)) fetch(form.action, { method: "POST", body: data }).catch(() => {});
  };
  const read = (answer) => {
    const isSaved = answer.successful && status.querySelector("#saved-text:not([data-not-saved])");
    kept = isSaved ? underway : -1;
    if (!isSaved) beaconed = -1;
    if (!isSaved && !status.querySelector("[data-not-saved]")) status.textContent = NOT_SAVED;
  };

  form.addEventListener("input", type);
  // What a box tells as it is left, it told before; only old browsers tell it no sooner.
  form.addEventListener("change", (event) => event.target === box || type(event));
  // Once a button is pressed, a late autosave could bring back what the button removed.
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== form) return;
    if (isSubmitted || kept === typed) event.preventDefault();
    else underway = typed;
  });
  form.addEventListener("htmx:afterRequest", (event) => event.target === form && read(event.detail));
  document.addEventListener("submit", (event) => {
    if (event.target !== form) leave();
    else isSubmitted = !event.defaultPrevented;
  });
  window.addEventListener("beforeunload", leave);
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
}
