// Warns before somebody is signed out for doing nothing, and hides the page once they are.
const milliseconds = (seconds) => (seconds?.trim() ? Number(seconds) * 1000 : NaN);

export function watchIdleness(dialog) {
  let warnAfter = milliseconds(dialog.dataset.secondsUntilWarning);
  let endAfter = milliseconds(dialog.dataset.secondsUntilEnd);
  if (!Number.isFinite(warnAfter) || !Number.isFinite(endAfter)) return;
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const isLimit = warnAfter <= 0;
  const left = part("left");
  const tabs = new BroadcastChannel("signed-in");
  let since = Date.now();
  let typed = null;

  const wake = () => {
    since = Date.now();
    dialog.close();
  };
  // In the last minutes of the twelve hours the end stays where it is, and one warning is enough.
  const learn = (headers) => {
    const end = milliseconds(headers.get("Seconds-Until-End"));
    if (!Number.isFinite(end)) return;
    endAfter = end;
    warnAfter = milliseconds(headers.get("Seconds-Until-Warning")) || end;
  };
  const stay = async () => {
    const answer = await fetch(dialog.dataset.keepAlive, {
      method: "POST",
      body: new FormData(dialog.querySelector("form")),
      redirect: "manual",
    }).catch(() => ({ ok: false }));
    if (answer.ok) {
      learn(answer.headers);
      wake();
      tabs.postMessage("here");
    }
    return answer.ok;
  };
  // The server takes what was typed, keeps it, and gives it back after signing in.
  const signIn = async () => {
    if (await stay()) return;
    if (typed?.isConnected) typed.requestSubmit();
    else window.location.reload();
  };
  const look = () => {
    const idle = Date.now() - since;
    const isOver = idle >= endAfter;
    if (idle < warnAfter) return;
    const wasOver = dialog.open && !part("over").hidden;
    const minutes = Math.max(1, Math.ceil((endAfter - idle) / 60000));
    left.textContent = minutes === 1 ? "1 minute" : `${minutes} minutes`;
    dialog.classList.toggle("app-dialog--over", isOver);
    dialog.setAttribute("aria-labelledby", isOver ? "idle-over" : "idle-title");
    dialog.setAttribute("aria-describedby", isOver ? "idle-over-text" : "idle-text");
    part("warning").hidden = isOver;
    part("over").hidden = !isOver;
    part("because").hidden = isLimit;
    part("because-limit").hidden = !isLimit;
    part("typed").hidden = !typed?.isConnected;
    if (!dialog.open) dialog.showModal();
    // A screen reader says what it is moved to.
    if (isOver && !wasOver) dialog.querySelector("#idle-over").focus();
  };

  dialog.addEventListener("cancel", (event) => event.preventDefault());
  part("stay").addEventListener("click", (event) => {
    event.preventDefault();
    stay().then((isAlive) => isAlive || look());
  });
  part("sign-in").addEventListener("click", signIn);
  document.addEventListener("input", (event) => {
    if (event.target.form?.method === "post" && !dialog.contains(event.target)) typed = event.target.form;
  });
  document.addEventListener("htmx:afterRequest", (event) => event.detail.successful && !event.detail.elt.closest("[data-asks-by-itself]") && wake());
  tabs.addEventListener("message", wake);
  tabs.postMessage("here");
  setInterval(look, 1000);
}
