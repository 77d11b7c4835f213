// Before anything is drawn: say that scripts run, so that what needs them is shown and nothing jumps.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
// Nothing is kept in the browser, not even by the libraries we use: a shared computer would show it to the next person.
for (const storage of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, storage, {
    get() {
      throw new DOMException("Nothing is kept here.", "SecurityError");
    },
  });
}
