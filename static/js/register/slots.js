// Which reason each of the nine keys stands for: pinned ones in their place, the rest by use, the
// person's own before the team's. Use is that of past weeks, so a key stays the same all week.

export const KEYS = 9;

function byUse(counts = {}) {
  return Object.entries(counts)
    .sort(([one, first], [other, second]) => second - first || (one < other ? -1 : 1))
    .map(([code]) => code);
}

// `{code, isPinned}` per key, the first for Alt+1; null where there is nothing to put.
export function slots({ pins = {}, own = {}, team = {} }, isKnown) {
  const pinned = new Set(Object.values(pins));
  const used = new Set([...byUse(own), ...byUse(team)]);
  const free = [...used].filter((code) => !pinned.has(code) && isKnown(code));
  return Array.from({ length: KEYS }, (_, place) => {
    const pin = pins[place + 1];
    if (pin && isKnown(pin)) {
      return { code: pin, isPinned: true };
    }
    const code = free.shift();
    return code ? { code, isPinned: false } : null;
  });
}
