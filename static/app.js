// Makes pages quicker and easier. Nothing here is needed: every page works without it, and nothing is kept in the browser.
import * as govuk from "./vendor/govuk/govuk-frontend.min.js";

// Not Radios: what stands below an option is shown by app.css alone, with or without scripts.
const COMPONENTS = ["Button", "CharacterCount", "Checkboxes", "ErrorSummary", "PasswordInput", "ServiceNavigation", "SkipLink"];

function start(scope) {
  COMPONENTS.forEach((name) => govuk.createAll(govuk[name], undefined, { scope }));
  scope.querySelectorAll("[data-module='app-long-select']").forEach(findByTyping);
  scope.querySelectorAll("[data-module='app-list']").forEach(offerList);
  if (scope.querySelector("[data-module^='moj-']")) import("./vendor/moj/moj-frontend.min.js").then((moj) => moj.initAll({ scope }));
}

start(document);
document.addEventListener("htmx:afterSettle", (event) => start(event.detail.elt));
