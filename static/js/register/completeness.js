// What a contact still needs before it can be saved. A place says so itself: data-missing is the
// refusal, data-required-with the answer elsewhere that makes it required; with data-unfinished it
// may stay empty, but not hold letters of which nothing was chosen.

function isRequired(place, form) {
  const [name, value] = (place.dataset.requiredWith ?? "").split("=");
  return !name || form.elements.namedItem(name).value === value;
}

export function isMissing(place, form) {
  if (!("missing" in place.dataset) || place.closest("[hidden]")) {
    return false;
  }
  return "unfinished" in place.dataset
    ? place.querySelector("[role=combobox]").value.trim() !== ""
    : isRequired(place, form) && !new FormData(form).get(place.dataset.field);
}

export function missing(form) {
  return [...form.querySelectorAll("[data-field]")].filter((place) => isMissing(place, form));
}

// Where filling in a field begins: at what is chosen, else at its first control.
export function startOf(place) {
  const fields = "[role=combobox], input:not([type=hidden]), select, textarea";
  const shown = [...place.querySelectorAll(fields)].filter((field) => !field.closest("[hidden]"));
  return shown.find((field) => field.checked) ?? shown[0];
}
