// Paper tallies: sums while somebody types, arrows from number to number, and printing.
const number = new Intl.NumberFormat(document.documentElement.lang);

function sum(inputs) {
  const counted = inputs.filter((input) => input.validity.valid);
  return counted.reduce((total, input) => total + Number(input.value), 0);
}

function show(place, total) {
  place.textContent = total === 0 ? "" : number.format(total);
}

class Paper {
  constructor(table) {
    this.table = table;
    this.rows = [...table.tBodies[0].rows];
    this.error = document.querySelector("[data-paper-error]");
    for (const part of table.querySelectorAll("[data-sums]")) {
      part.hidden = false;
    }
    table.addEventListener("input", () => this.add());
    table.addEventListener("keydown", (event) => this.onKey(event));
    this.add();
  }

  inputsOf(row) {
    return [...row.querySelectorAll("input")];
  }

  add() {
    const grid = this.rows.map((row) => this.inputsOf(row));
    this.mark(grid.flat());
    this.rows.forEach((row, place) => show(row.querySelector("[data-row-sum]"), sum(grid[place])));
    this.table.querySelectorAll("[data-column-sum]").forEach((place, column) => {
      show(place, sum(grid.map((inputs) => inputs[column])));
    });
    show(this.table.querySelector("[data-sum]"), sum(grid.flat()));
  }

  // What is no count is left out of the sums, and says so where it stands.
  mark(inputs) {
    for (const input of inputs) {
      if (input.validity.valid) {
        input.removeAttribute("aria-invalid");
        input.removeAttribute("aria-describedby");
      } else {
        input.setAttribute("aria-invalid", "true");
        input.setAttribute("aria-describedby", this.error.id);
      }
    }
    this.error.hidden = inputs.every((input) => input.validity.valid);
  }

  // Up and down go to the line above and below; they would count up and down otherwise. So does Enter,
  // which ends each number where sheets are typed over by hand.
  onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    event.preventDefault();
    const row = event.target.closest("tr");
    const column = this.inputsOf(row).indexOf(event.target);
    const next = this.rows[this.rows.indexOf(row) + step];
    const input = next && this.inputsOf(next)[column];
    input?.focus();
    input?.select();
  }
}

const table = document.querySelector("[data-paper]");
if (table) {
  new Paper(table);
}
document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
