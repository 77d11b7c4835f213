// Warns before somebody is signed out for doing nothing, and covers the page once they are.
export function watchIdleness(dialog) {
  const warnAfter = Number(dialog.dataset.secondsUntilWarning) * 1000;
  const endAfter = Number(dialog.dataset.secondsUntilEnd) * 1000;
  const left = dialog.querySelector("[data-left]");
  const tabs = new BroadcastChannel("signed-in");
  let since = Date.now();
  let typed = null;

  const wake = () => {
    since = Date.now();
    dialog.close();
  };
  const stay = async () => {
    const answer = await fetch(dialog.dataset.keepAlive, {
      method: "POST",
      body: new FormData(dialog.querySelector("form")),
      redirect: "manual",
    }).catch(() => ({ ok: false }));
    if (answer.ok) {
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
    left.textContent = Math.max(1, Math.ceil((endAfter - idle) / 60000));
    dialog.classList.toggle("app-dialog--over", isOver);
    dialog.setAttribute("aria-labelledby", isOver ? "idle-over" : "idle-title");
    dialog.querySelector("[data-warning]").hidden = isOver;
    dialog.querySelector("[data-over]").hidden = !isOver;
    if (!dialog.open) dialog.showModal();
  };

  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.querySelector("[data-stay]").addEventListener("click", (event) => {
    event.preventDefault();
    stay().then((isAlive) => isAlive || look());
  });
  dialog.querySelector("[data-sign-in]").addEventListener("click", signIn);
  document.addEventListener("input", (event) => {
    if (event.target.form?.method === "post" && !dialog.contains(event.target)) typed = event.target.form;
  });
  document.addEventListener("htmx:afterRequest", (event) => event.detail.successful && wake());
  tabs.addEventListener("message", wake);
  tabs.postMessage("here");
  setInterval(look, 1000);
}
