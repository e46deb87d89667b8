// Small enhancements for every page. Each page works without them.
import { enhanceComboboxes } from "./combobox.js";
import { bindKeys } from "./keys.js";
import { startPalette } from "./palette.js";
import { startPanel } from "./panel.js";
import { enhanceTables } from "./tables.js";
import { enhanceUploads } from "./upload.js";

function enhance(root) {
  enhanceComboboxes(root);
  enhanceTables(root);
  enhanceUploads(root);
  root.querySelector("[data-focus]")?.focus();
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!except || !menu.contains(except)) {
      menu.open = false;
    }
  }
}

function drawerIsOpen() {
  return window.location.hash === "#menu";
}

document.addEventListener("click", (event) => closeMenus(event.target));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") {
    return;
  }
  const menu = document.querySelector("details[data-menu][open]");
  closeMenus(null);
  menu?.querySelector("summary").focus();
  if (drawerIsOpen()) {
    document.querySelector("[data-drawer-close]")?.click();
    document.querySelector('.bottombar a[href="#menu"]')?.focus();
  }
});

// The drawer is a link target; with a pointer, a click beside it closes it as well.
document.addEventListener("pointerdown", (event) => {
  if (drawerIsOpen() && !event.target.closest("#menu")) {
    document.querySelector("[data-drawer-close]")?.click();
  }
});

window.addEventListener("hashchange", () => {
  if (drawerIsOpen()) {
    document.querySelector("#menu a")?.focus();
  }
});

// Fragments that htmx swaps in.
document.addEventListener("htmx:load", (event) => enhance(event.target));

enhance(document);
bindKeys();
startPalette();
startPanel();
