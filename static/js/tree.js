// Filters the reason tree while typing. Without this script the search button does the same.

import { fold } from "./text.js";

const tree = document.querySelector("[data-tree]");
const input = document.querySelector("[data-tree-query]");
const none = document.querySelector("[data-tree-none]");
const status = document.querySelector("[data-tree-status]");
const whole = status?.textContent;

// Shows what holds every word, with all above and below it; returns whether anything was found.
function filter(list, words, inherited) {
  let found = false;
  for (const item of list.children) {
    const matches = inherited || words.every((word) => item.dataset.words.includes(word));
    const branch = item.querySelector(":scope > details");
    const below = branch ? filter(branch.querySelector("ul"), words, matches) : false;
    item.hidden = !(matches || below);
    if (branch && words.length > 0) {
      branch.open = below;
    }
    found ||= matches || below;
  }
  return found;
}

function apply() {
  const words = fold(input.value).split(/\s+/).filter(Boolean);
  none.hidden = filter(tree, words, false);
  tree.parentElement.hidden = !none.hidden;
  const leaves = tree.querySelectorAll("li:not([hidden], [hidden] *) > .tree__leaf").length;
  status.textContent = words.length > 0 ? `${leaves} ${status.dataset.found}` : whole;
}

if (tree && input) {
  document.querySelector("[data-tree-submit]").hidden = true;
  input.addEventListener("input", apply);
  input.form.addEventListener("submit", (event) => event.preventDefault());
}
