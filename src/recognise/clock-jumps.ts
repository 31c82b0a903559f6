const minute = 60_000;
const quarter = 15 * minute;
/** Between two lines at a jump more time can have passed, ms; a pause that happens to be as long as a jump is not so exact. */
const exact = 5_000;
const paused = 120_000;

/** Where the clock of a stream went on at another time, whole quarters of an hour away: back, or to and fro. */
export class ClockJumps {
  /** How far it went back first, ms; 0 where it never did. */
  size = 0;
  /** How often it went back so far, and how often forth again. */
  back = 0;
  forth = 0;

  /** The next line was written `step` ms after the one before, which is much. */
  see(step: number): void {
    const whole = Math.round(step / quarter) * quarter;
    const rest = step - whole;
    if (whole === 0 || rest < -exact || rest > (step < 0 ? paused : exact)) return;
    if (step < 0) this.size ||= -whole;
    if (Math.abs(whole) !== this.size) return;
    if (step < 0) this.back++;
    else this.forth++;
  }
}
