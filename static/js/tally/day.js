// The business' own day of a moment, as 2026-03-02.
const format = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Amsterdam", dateStyle: "short" });

export function dayOf(moment) {
  return format.format(moment);
}
