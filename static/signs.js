// Finding a sign among many by a word, and saying at each heading what is ticked below it.
const folded = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
const lowerFirst = (text) => text.charAt(0).toLowerCase() + text.slice(1);
const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

export function findSigns(part) {
  const box = part.querySelector("[data-find]");
  const groups = [...part.querySelectorAll("[data-group]")].map(readGroup);
  const signs = groups.flatMap((group) => group.signs);
  let openBefore = null;

  const find = () => {
    const wanted = folded(box.value).split(/\s+/).filter(Boolean);
    const isFinding = wanted.length > 0;
    openBefore ??= groups.map(({ element }) => element.open);
    for (const sign of signs) sign.element.hidden = !wanted.every((word) => sign.words.includes(word));
    groups.forEach((group, number) => {
      const found = group.signs.some(({ element }) => !element.hidden);
      group.element.classList.toggle("govuk-!-display-none", !found);
      group.element.open = isFinding ? found : openBefore[number] || group.signs.some(({ tick }) => tick.checked);
    });
    if (!isFinding) openBefore = null;
    part.querySelector("[data-found]").textContent = isFinding ? said(signs.filter(({ element }) => !element.hidden).length) : "";
  };
  // Looking for a sign answers nothing, so it must not save the section nor send it off.
  for (const event of ["input", "change", "search"]) {
    box.addEventListener(event, (happened) => {
      happened.stopPropagation();
      find();
    });
  }
  box.addEventListener("keydown", (happened) => {
    if (happened.key === "Enter") happened.preventDefault();
  });
  part.addEventListener("change", () => {
    groups.forEach(showTicked);
    showLine(part, signs);
  });
}

function readGroup(element) {
  const title = element.querySelector("summary .govuk-details__summary-text").textContent;
  const signs = [...element.querySelectorAll("[data-sign]")].map((sign) => readSign(sign, title));
  return { element, signs, count: element.querySelector("[data-count]") };
}

function readSign(element, title) {
  const tick = element.querySelector("input[type=checkbox]");
  const label = element.querySelector(".govuk-checkboxes__label").textContent;
  return { element, tick, label, words: folded(`${label} ${element.dataset.also} ${title}`) };
}

function showTicked({ signs, count }) {
  const ticked = signs.filter(({ tick }) => tick.checked);
  const strong = document.createElement("strong");
  strong.textContent = `${ticked.length} ticked:`;
  const labels = ticked.map(({ label }) => lowerFirst(label)).join(", ");
  count.replaceChildren(...(ticked.length ? [strong, ` ${labels}`] : [plural(signs.length, "sign")]));
}

function showLine(part, signs) {
  const ticked = signs.filter(({ tick }) => tick.checked);
  const unsaid = ticked.filter(({ element }) => !element.querySelector("input[type=radio]:checked")).length;
  const needs = unsaid ? `. ${unsaid} ${unsaid === 1 ? "needs" : "need"} “how do you know”` : "";
  part.querySelector("[data-line]").textContent = ticked.length ? `${ticked.length} ticked${needs}` : "";
}

function said(found) {
  return found ? `${plural(found, "sign")} found` : "No sign found. You can describe what you saw below the list.";
}
