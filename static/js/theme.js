// Runs before the first paint (plain script in <head>): without it the page would flash in the wrong theme.
// The stored choice is "light", "dark" or absent (= follow the system).
(function () {
  "use strict";
  var KEY = "theme";
  var root = document.documentElement;
  var system = window.matchMedia("(prefers-color-scheme: dark)");

  function stored() {
    try {
      return window.localStorage.getItem(KEY);
    } catch (error) {
      return null;
    }
  }

  function store(value) {
    try {
      if (value === null) {
        window.localStorage.removeItem(KEY);
      } else {
        window.localStorage.setItem(KEY, value);
      }
    } catch (error) {
      // Private mode: the choice lasts for this page only.
    }
  }

  function systemTheme() {
    return system.matches ? "dark" : "light";
  }

  function apply() {
    root.dataset.theme = stored() || systemTheme();
    root.classList.add("js");
    describeToggles();
  }

  function describeToggles() {
    var dark = root.dataset.theme === "dark";
    document.querySelectorAll("[data-theme-toggle]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(dark));
    });
  }

  function toggle() {
    var next = root.dataset.theme === "dark" ? "light" : "dark";
    store(next === systemTheme() ? null : next);
    root.dataset.theme = next;
    describeToggles();
  }

  apply();
  system.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", describeToggles);
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-theme-toggle]")) {
      toggle();
    }
  });
})();
