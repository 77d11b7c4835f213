// Says whether what was typed is saved, and sends it when its page is left before that.
const NOT_SAVED = "Not saved. What you typed is still on this page: press Save to try again.";
const PATIENCE = 5000;

export function saveOnLeaving(form) {
  const status = form.querySelector("#saved");
  // How often something was typed; how much of that is on its way, is known to be saved, was sent on leaving.
  let typed = 0;
  let underway = 0;
  let kept = 0;
  let sent = 0;
  let isGoing = false;
  let box = null;

  const type = (event) => {
    typed += 1;
    isGoing = false;
    box = event.target;
  };
  const isUnsaved = () => !isGoing && kept !== typed && sent !== typed;
  const take = () => {
    sent = typed;
    const data = new FormData(form);
    data.append("leaving", "1");
    return data;
  };
  const post = (data) =>
    fetch(form.action, { method: "POST", body: data, signal: AbortSignal.timeout(PATIENCE) }).then(
      (answer) => answer.ok,
      () => false,
    );

  const leave = () => {
    if (!isUnsaved()) return;
    const data = take();
    // A beacon outlives its page, and takes no more than 64 KiB.
    if (!navigator.sendBeacon(form.action, data)) post(data);
  };
  // A link waits for the answer, so that the page it leads to knows of it.
  const follow = (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !isPlain(event, link) || !isUnsaved()) return;
    event.preventDefault();
    isGoing = true;
    post(take()).then((isSaved) => {
      isGoing = isSaved;
      if (isSaved) window.location.assign(link.href);
      else status.textContent = NOT_SAVED;
    });
  };
  const read = (answer) => {
    const isSaved = answer.successful && status.querySelector("#saved-text:not([data-not-saved])");
    kept = isSaved ? underway : -1;
    if (!isSaved) sent = -1;
    if (!isSaved && !status.querySelector("[data-not-saved]")) status.textContent = NOT_SAVED;
  };

  form.addEventListener("input", type);
  // What a box tells as it is left, it told before; only old browsers tell it no sooner.
  form.addEventListener("change", (event) => event.target === box || type(event));
  // Once a button is pressed, a late autosave could bring back what the button removed.
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== form) return;
    if (isGoing || kept === typed) event.preventDefault();
    else underway = typed;
  });
  form.addEventListener("htmx:afterRequest", (event) => event.target === form && read(event.detail));
  document.addEventListener("click", follow);
  document.addEventListener("submit", (event) => {
    if (event.target !== form) leave();
    else isGoing = !event.defaultPrevented;
  });
  window.addEventListener("beforeunload", leave);
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
}

// To another page of ours, in this tab.
function isPlain(event, link) {
  const { origin, pathname } = window.location;
  const isElsewhere = link.target || link.origin !== origin || link.pathname === pathname;
  return !isElsewhere && !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}
