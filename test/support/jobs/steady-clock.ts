import type { Clock } from '../../../src/ports/clock.ts'

/**
 * Milliseconds since the machine started (Linux: CLOCK_MONOTONIC), the same for all its processes. Records of a run are
 * held against each other by their times, and the clock of a virtual machine is set back now and then.
 */
export const steadyClock: Clock = { now: () => Number(process.hrtime.bigint() / 1_000_000n) }
