import type { CommandStep, Step } from '../ports/steps.ts'
import { environment } from './environment.ts'

/**
 * Tests name a step and how often it must be reached: `GOFERRY_CRASH_AT=tiles-published:3`. Then the process kills
 * itself there, as a power cut would; nothing is flushed. Without the variable nothing happens.
 */
const [step, times] = (environment['GOFERRY_CRASH_AT'] ?? '').split(':')
let left = Number(times ?? 1)

/** What the services call at each named step. */
export const reachedStep = (reached: Step | CommandStep): void => {
  if (reached !== step) return
  left--
  if (left === 0) process.kill(process.pid, 'SIGKILL')
}
