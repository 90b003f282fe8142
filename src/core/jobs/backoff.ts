/** The first pause, and the longest, in milliseconds. */
const firstMs = 1000
const longestMs = 300_000

/**
 * How long a job waits after its failed attempt number `attempt` (from 1), in milliseconds: twice as long each time,
 * and of that between half and all by `chance` (from 0 up to 1), so that what failed together does not come back
 * together.
 */
export function backoffMs(attempt: number, chance: number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** (attempt - 1))
  return Math.round(whole * (0.5 + chance / 2))
}
