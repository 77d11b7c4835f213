// Sends the chosen files one after the other, so that each is kept as soon as it has arrived, and shows how far it is.
// Without this, the form sends all of them at once. What is refused is said by the page that comes at the end.
export function sendOneByOne(form) {
  const input = form.querySelector("input[type=file]");
  if (!input) return;
  const box = form.querySelector("[data-sending]");
  const [said, bar] = [box.querySelector("[data-said]"), box.querySelector("progress")];
  const largest = Number(form.dataset.largest);
  const counted = form.querySelector("input[name=sent]");
  const tabs = new BroadcastChannel("signed-in");
  let left = [];
  let isSending = false;

  input.addEventListener("change", () => (left = [...input.files]));
  // Nothing was typed, so nothing is to be saved yet.
  for (const kind of ["input", "change"]) input.addEventListener(kind, (event) => event.stopPropagation());

  form.addEventListener("submit", async (event) => {
    if (!left.length && !isSending) return;
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    window.addEventListener("beforeunload", warn);
    const isDone = await sendAll();
    window.removeEventListener("beforeunload", warn);
    isSending = false;
    if (!isDone) return;
    input.value = "";
    form.requestSubmit(event.submitter);
  });

  async function sendAll() {
    const total = left.reduce((sum, file) => sum + file.size, 0) || 1;
    const all = left.length;
    let done = 0;
    box.hidden = false;
    while (left.length) {
      const [file] = left;
      const show = (loaded) => (bar.value = (100 * (done + Math.min(loaded, file.size))) / total);
      said.textContent = `Sending ${all - left.length + 1} of ${all}: ${file.name}`;
      const added = await send(file, show);
      if (added === null) {
        said.textContent = `${file.name} could not be sent. Check your connection, and add the files again: those before it are kept.`;
        return false;
      }
      counted.value = Number(counted.value) + added;
      done += file.size;
      left.shift();
      // Sending is a sign of life, so no page of this person says that they did nothing.
      tabs.postMessage("here");
    }
    return true;
  }

  // How many were added: one, or none when it was refused. Null when nobody answered, or somebody was signed out.
  function send(file, show) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.querySelector("input[name=csrfmiddlewaretoken]").value);
    if (file.size > largest) body.append("too_large", file.name);
    else body.append("chosen", file);
    return new Promise((answer) => {
      const request = new XMLHttpRequest();
      request.open("POST", window.location.href);
      request.responseType = "json";
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", (event) => show(event.loaded));
      request.addEventListener("loadend", () => answer(request.response?.added ?? null));
      request.send(body);
    });
  }
}

function warn(event) {
  event.preventDefault();
}
