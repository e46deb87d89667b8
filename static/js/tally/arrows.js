// One stop for Tab over buttons in rows and columns, and arrows from one to the next as they lie.
import { isVisible } from "../keys.js";

const DIRECTIONS = {
  ArrowRight: { along: "x", sign: 1 },
  ArrowLeft: { along: "x", sign: -1 },
  ArrowDown: { along: "y", sign: 1 },
  ArrowUp: { along: "y", sign: -1 },
};

function centre(button) {
  const { left, top, width, height } = button.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2, width, height };
}

// The nearest in that direction; sideways only within the row.
function nearest(from, buttons, { along, sign }) {
  const here = centre(from);
  const across = along === "x" ? "y" : "x";
  const found = buttons
    .map((button) => ({ button, place: centre(button) }))
    .map(({ button, place }) => ({
      button,
      ahead: (place[along] - here[along]) * sign,
      aside: Math.abs(place[across] - here[across]),
    }))
    .filter(({ ahead, aside }) => ahead > 2 && (along === "y" || aside < here.height / 2))
    .sort((one, other) => one.ahead - other.ahead || one.aside - other.aside);
  const first = found.filter(({ ahead }) => ahead < found[0].ahead + 2);
  return first.sort((one, other) => one.aside - other.aside)[0]?.button;
}

export function bindArrows(grid) {
  const visible = () => [...grid.querySelectorAll("button")].filter(isVisible);
  const rove = (wanted) => {
    for (const button of grid.querySelectorAll("button")) {
      button.tabIndex = button === wanted ? 0 : -1;
    }
  };
  // What is no longer to be seen is no place to stop.
  const settle = () => {
    const current = grid.querySelector('button[tabindex="0"]');
    if (!current || !isVisible(current)) {
      rove(visible()[0]);
    }
  };
  grid.addEventListener("keydown", (event) => {
    const direction = DIRECTIONS[event.key];
    if (direction && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      nearest(event.target, visible(), direction)?.focus();
    }
  });
  grid.addEventListener("focusin", (event) => rove(event.target));
  window.addEventListener("resize", settle);
  settle();
  return { settle };
}
