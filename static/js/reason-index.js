// The reasons that can be chosen, fetched once: the browser keeps them for as long as they last.
import { prepare } from "./reason-search.js";

const SEPARATOR = " › ";

export class ReasonIndex {
  static async load(url, language) {
    const answer = await fetch(url);
    if (!answer.ok) {
      throw new Error(`${url}: ${answer.status}`);
    }
    return new ReasonIndex(await answer.json(), language);
  }

  constructor(index, language) {
    this.language = language;
    this.parents = index.parents;
    this.byCode = new Map(index.reasons.map((reason) => [reason.code, reason]));
    this.prepared = prepare(index, language);
  }

  has(code) {
    return this.byCode.has(code);
  }

  name(code) {
    return this.nameOf(this.byCode.get(code));
  }

  nameOf(reason) {
    return reason[this.language] || reason.nl;
  }

  path(reason) {
    return reason.path.map((place) => this.nameOf(this.parents[place])).join(SEPARATOR);
  }

  explanation(reason) {
    return reason[`explain_${this.language}`];
  }

  demands(code) {
    return this.byCode.get(code)?.demands ?? [];
  }
}
