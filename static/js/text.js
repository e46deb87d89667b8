// Text as it is searched in.

const ACCENTS = /[\u0300-\u036f]/g;

export function fold(text) {
  return text.normalize("NFD").replace(ACCENTS, "").toLowerCase();
}
