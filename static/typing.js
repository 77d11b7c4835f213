// Finding something in a long list by typing. Without this, the list is a plain select, or a text box the server reads.
const autocomplete = window.accessibleAutocomplete;

export function findInSelect(select) {
  if (select.disabled) return;
  const options = [...select.options].filter((option) => option.value);
  const unlisted = new Option();
  const same = (a, b) => a.trim().toLowerCase() === b.trim().toLowerCase();
  const choose = (typed) => {
    const found = options.find((option) => same(option.text, typed));
    // What is in no list is sent as it was typed, so that the answer can say so and show it again.
    unlisted.value = found ? "" : typed.trim();
    if (unlisted.value) select.append(unlisted);
    else unlisted.remove();
    select.value = found ? found.value : unlisted.value;
  };
  const source = (typed, show) =>
    show(options.filter((option) => option.text.toLowerCase().includes(typed.trim().toLowerCase())).map((option) => ({ label: option.text })));
  offer(select, { source, name: "", typed: select.selectedOptions[0]?.text ?? "", minLength: 1, onTyping: choose, onChoice: (item) => choose(item.label) });
  select.hidden = true;
}

export function findInList(box) {
  if (box.disabled) return;
  // A name may stand for several things; what was picked from the list is sent by its code.
  const code = Object.assign(document.createElement("input"), { type: "hidden", name: "" });
  let waiting;
  const source = (typed, show) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(box.dataset.list, typed).then(show), 150);
  };
  const send = (input, value) => {
    code.value = value;
    code.name = value ? box.name : "";
    input.name = value ? "" : box.name;
  };
  const input = offer(box, {
    source,
    name: box.name,
    typed: box.value,
    minLength: 2,
    onTyping: () => send(input, ""),
    onChoice: (item) => send(input, item.value),
  });
  box.replaceWith(code);
}

async function ask(list, typed) {
  const address = new URL(list, window.location);
  address.searchParams.set("q", typed.trim());
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : [];
  } catch {
    return [];
  }
}

function offer(field, { source, name, typed, minLength, onTyping, onChoice }) {
  const holder = document.createElement("div");
  const { id } = field;
  const isWrong = /--error/.test(field.className);
  field.before(holder);
  field.removeAttribute("id");
  autocomplete({
    element: holder,
    id,
    name,
    source,
    minLength,
    defaultValue: typed,
    displayMenu: "overlay",
    confirmOnBlur: false,
    inputClasses: isWrong ? "app-autocomplete--error" : null,
    templates: { inputValue: (item) => item?.label ?? "", suggestion },
    tNoResults: () => "Not in the list",
    onConfirm: (item) => {
      if (!item) return;
      onChoice(item);
      // As a list of the browser's own would tell, so that the choice is saved.
      for (const told of ["input", "change"]) holder.dispatchEvent(new Event(told, { bubbles: true }));
    },
  });
  const input = holder.querySelector("input");
  input.addEventListener("input", () => onTyping(input.value));
  describe(input, field.getAttribute("aria-describedby"));
  return input;
}

// The component puts this into the page as HTML.
function suggestion(item) {
  const words = document.createElement("span");
  words.textContent = item.hint ? `${item.label} (${item.hint})` : item.label;
  return words.innerHTML;
}

// The component writes its own description over the hint and the error of the field.
function describe(input, ids) {
  if (!ids) return;
  const add = () => {
    const now = input.getAttribute("aria-describedby") ?? "";
    if (!now.includes(ids)) input.setAttribute("aria-describedby", `${ids} ${now}`.trim());
  };
  new MutationObserver(add).observe(input, { attributeFilter: ["aria-describedby"] });
  add();
}
