import { printable } from '../core/messages/text.ts'
import type { Progress } from '../ports/watch.ts'

/** The rate is that of the last seconds: what was slow a minute ago says nothing of the time that is left. */
const windowMs = 10_000

interface Moment {
  readonly at: number
  readonly progress: Progress
}

/** Makes the line that shows how far a long operation is: bar, counts, bytes, rate, time left, what is at hand. */
export class ProgressLine {
  readonly #moments: Moment[] = []

  /** Takes note of `progress` at the time `now`, in milliseconds. */
  note(progress: Progress, now: number): void {
    this.#moments.push({ at: now, progress })
    while (this.#moments.length > 2 && now - (this.#moments[1]?.at ?? now) > windowMs) this.#moments.shift()
    // As many as are noted in a window; one that is called more often forgets every other moment.
    if (this.#moments.length > 200) this.#moments.splice(0, 100)
  }

  /** The line, of at most `columns` characters. Empty before anything was noted. */
  text(columns: number): string {
    const last = this.#moments.at(-1)
    if (last === undefined) return ''
    const { done, total, bytes, totalBytes, at } = last.progress
    const parts = [
      bar(this.#share(last.progress)),
      total === undefined ? `${done}` : `${done}/${total}`,
      totalBytes === undefined ? size(bytes) : `${size(bytes)}/${size(totalBytes)}`,
      `${size(this.rates().bytes)}/s`,
      this.#left(last.progress),
      printable(at),
    ]
    return parts.filter(Boolean).join('  ').slice(0, columns)
  }

  /** Bytes and things a second in the last seconds. */
  rates(): { readonly bytes: number; readonly things: number } {
    const [first, last] = [this.#moments[0], this.#moments.at(-1)]
    if (first === undefined || last === undefined || last.at === first.at) return { bytes: 0, things: 0 }
    const seconds = (last.at - first.at) / 1000
    return {
      bytes: (last.progress.bytes - first.progress.bytes) / seconds,
      things: (last.progress.done - first.progress.done) / seconds,
    }
  }

  #share({ done, total, bytes, totalBytes }: Progress): number | undefined {
    if (totalBytes !== undefined && totalBytes > 0) return bytes / totalBytes
    return total === undefined || total === 0 ? undefined : done / total
  }

  /** `2:05` at the rate of the last seconds, or empty where that says nothing. */
  #left({ done, total, bytes, totalBytes }: Progress): string {
    const rates = this.rates()
    const seconds =
      totalBytes === undefined ? ((total ?? Number.NaN) - done) / rates.things : (totalBytes - bytes) / rates.bytes
    if (!Number.isFinite(seconds) || seconds < 0) return ''
    const whole = Math.ceil(seconds)
    return `-${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
  }
}

/** Bytes as people read them: `1.2 MB`, powers of ten. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

function bar(share: number | undefined): string {
  if (share === undefined) return ''
  const full = Math.min(20, Math.floor(share * 20))
  return `[${'='.repeat(full)}${' '.repeat(20 - full)}] ${Math.min(100, Math.floor(share * 100))}%`
}
