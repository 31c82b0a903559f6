/** The stretch of time that is reported, epoch ms. */
export interface Window {
  readonly since: number;
  readonly until: number;
}

/** Whether something that lasted from `from` to `to` (null: not known) touches the window. */
export const touches = (window: Window, from: number | null, to: number | null): boolean =>
  (to ?? Number.POSITIVE_INFINITY) >= window.since && (from ?? Number.NEGATIVE_INFINITY) <= window.until;
