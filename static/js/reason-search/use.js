// What a reason is worth to this agent: own use above the team's, and what was chosen just now.

const OWN = 0.7;
const TEAM = 0.2;
const RECENT = 0.1;
const MUCH_OWN = 200;
const MUCH_TEAM = 5000;

export class Usefulness {
  constructor({ own = {}, team = {}, recent = [] } = {}) {
    this.own = new Map(Object.entries(own));
    this.team = new Map(Object.entries(team));
    this.recent = new Map([...recent].reverse().map((code, place) => [code, place + 1]));
  }

  // From 0 to 1, growing with the logarithm of use.
  lift(code) {
    const own = OWN * logarithmic(this.own.get(code), MUCH_OWN);
    const team = TEAM * logarithmic(this.team.get(code), MUCH_TEAM);
    return own + team + (RECENT * (this.recent.get(code) ?? 0)) / Math.max(1, this.recent.size);
  }

  // For a list without a search: what was chosen last, then own use, then the team's.
  compare(one, other) {
    return (
      (this.recent.get(other) ?? 0) - (this.recent.get(one) ?? 0) ||
      (this.own.get(other) ?? 0) - (this.own.get(one) ?? 0) ||
      (this.team.get(other) ?? 0) - (this.team.get(one) ?? 0)
    );
  }
}

function logarithmic(count = 0, much) {
  return count > 0 ? Math.min(1, Math.log1p(count) / Math.log1p(much)) : 0;
}
