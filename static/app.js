// Makes pages quicker and easier. Every page works without it, and nothing is kept in the browser.
import * as govuk from "./vendor/govuk/govuk-frontend.min.js";
import { copyBeside } from "./copying.js";
import { watchIdleness } from "./idle.js";
import { saveOnLeaving } from "./leaving.js";
import { findSigns } from "./signs.js";
import { findInList, findInSelect } from "./typing.js";
import { sendOneByOne } from "./upload.js";

// Not Radios: app.css alone shows what stands below an option, with scripts or without.
const COMPONENTS = ["Button", "CharacterCount", "Checkboxes", "ErrorSummary", "PasswordInput", "ServiceNavigation", "SkipLink"];

function start(scope) {
  COMPONENTS.forEach((name) => govuk.createAll(govuk[name], undefined, { scope }));
  scope.querySelectorAll("[data-module='app-long-select']").forEach(findInSelect);
  scope.querySelectorAll("[data-module='app-list']").forEach(findInList);
  scope.querySelectorAll("[data-module='app-upload']").forEach(sendOneByOne);
  scope.querySelectorAll("[data-module='app-copy']").forEach(copyBeside);
  scope.querySelectorAll("[data-module='app-signs']").forEach(findSigns);
  if (scope.querySelector("[data-module^='moj-']")) {
    import("./vendor/moj/moj-frontend.min.js").then((moj) => moj.initAll({ scope }));
  }
}

start(document);
document.addEventListener("htmx:afterSettle", (event) => start(event.detail.elt));
document.querySelectorAll("dialog[data-idle-warning]").forEach(watchIdleness);
document.querySelectorAll("[data-module='app-leaving']").forEach(saveOnLeaving);
