import { Rate } from '../core/jobs/rate.ts'
import { printable } from '../core/messages/text.ts'
import { formatBytes as size } from '../core/quantity.ts'
import type { Progress } from '../ports/watch.ts'

export { size }

/** Makes the line that shows how far a long operation is: bar, counts, bytes, rate, time left, what is at hand. */
export class ProgressLine {
  readonly #rate = new Rate()
  #last: Progress | undefined

  /** Takes note of `progress` at the time `now`, in milliseconds. */
  note(progress: Progress, now: number): void {
    this.#rate.note(progress, now)
    this.#last = progress
  }

  /** The line, of at most `columns` characters. Empty before anything was noted. */
  text(columns: number): string {
    if (this.#last === undefined) return ''
    const byteRate = this.#rate.rates().bytes
    return progressText({ ...this.#last, byteRate, secondsLeft: this.#rate.secondsLeft(this.#last) }, columns)
  }
}

/** How far something is and how quick: bytes a second, and seconds that are left where that can be said. */
export interface QuickProgress extends Progress {
  readonly byteRate: number
  readonly secondsLeft: number | undefined
}

/** A line of at most `columns` characters for `progress`; what has ended has no rate. */
export function progressText(progress: QuickProgress, columns: number, { hasEnded = false } = {}): string {
  const { done, total, bytes, totalBytes, at, byteRate, secondsLeft } = progress
  const parts = [
    bar(shareOf(progress)),
    total === undefined ? `${done}` : `${done}/${total}`,
    totalBytes === undefined ? size(bytes) : `${size(bytes)}/${size(totalBytes)}`,
    hasEnded ? '' : `${size(byteRate)}/s`,
    hasEnded || secondsLeft === undefined ? '' : left(secondsLeft),
    printable(at),
  ]
  return parts.filter(Boolean).join('  ').slice(0, columns)
}

function shareOf({ done, total, bytes, totalBytes }: Progress): number | undefined {
  if (totalBytes !== undefined && totalBytes > 0) return bytes / totalBytes
  return total === undefined || total === 0 ? undefined : done / total
}

/** `-2:05`. */
function left(seconds: number): string {
  return `-${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

function bar(share: number | undefined): string {
  if (share === undefined) return ''
  const full = Math.min(20, Math.floor(share * 20))
  return `[${'='.repeat(full)}${' '.repeat(20 - full)}] ${Math.min(100, Math.floor(share * 100))}%`
}
