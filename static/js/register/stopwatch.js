// Seconds as the screen itself measures them, in whole seconds rounded up. What takes longer than
// half an hour without any sign of life was no work: it is not counted at all.

const IDLE = 30 * 60 * 1000;

export class Stopwatch {
  constructor(clock = () => Date.now()) {
    this.clock = clock;
    this.reset();
  }

  reset() {
    this.contactSince = null;
    this.workSince = null;
    this.seen = null;
    this.wasIdle = false;
    this.measured = null;
  }

  // The customer is there: a screen-pop arrived, or the customer number is entered first.
  contactStarts() {
    if (this.workSince === null) {
      this.contactSince ??= this.clock();
    }
    this.notice();
  }

  // Something about the contact is entered.
  workGoesOn() {
    this.notice();
    this.workSince ??= this.seen;
  }

  notice() {
    const now = this.clock();
    this.wasIdle ||= this.seen !== null && !(now - this.seen >= 0 && now - this.seen <= IDLE);
    this.seen = now;
  }

  // The first attempt to save decides: sending the same again must not look like other content.
  measure() {
    if (!this.measured) {
      this.notice();
      this.measured = {
        handle: this.secondsSince(this.contactSince),
        wrapUp: this.secondsSince(this.workSince),
      };
    }
    return this.measured;
  }

  secondsSince(start) {
    return start === null || this.wasIdle ? "" : Math.ceil((this.seen - start) / 1000);
  }
}
