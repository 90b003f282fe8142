/** The time. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC, as `Date.now()` gives. */
  now(): number
}
