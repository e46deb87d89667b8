// One hit of the type-ahead as a row of the list: name with what was found, parents, explanation.

function part(className, content) {
  const element = document.createElement("span");
  element.className = className;
  element.append(...[content].flat());
  return element;
}

function marked(name, ranges) {
  const parts = [];
  let done = 0;
  for (const [from, to] of ranges) {
    const mark = document.createElement("mark");
    mark.textContent = name.slice(from, to);
    parts.push(name.slice(done, from), mark);
    done = to;
  }
  return [...parts, name.slice(done)];
}

// `digit` is the personal key of the reason, if it has one.
export function optionRow({ reason, via, ranges }, index, digit) {
  const row = document.createElement("div");
  row.className = "combobox__option option";
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  const parts = [part("option__name", marked(index.nameOf(reason), ranges))];
  if (via) {
    parts.push(part("option__via", `“${via}”`));
  }
  if (reason.path.length > 0) {
    parts.push(part("option__path", index.path(reason)));
  }
  if (digit) {
    const key = document.createElement("kbd");
    key.className = "option__key";
    key.textContent = `Alt+${digit}`;
    parts.push(key);
  }
  const explanation = index.explanation(reason);
  if (explanation) {
    parts.push(part("option__about", explanation));
  }
  row.append(...parts.flatMap((element) => [element, " "]));
  return row;
}
