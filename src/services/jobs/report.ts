import type { JobItem, JobNote, JobProgress } from '../../core/jobs/job.ts'
import { Rate } from '../../core/jobs/rate.ts'
import type { Told } from '../../ports/job-queue.ts'
import type { Item, Progress } from '../../ports/watch.ts'
import { limits } from './world.ts'

/** What an attempt has told and not yet written: how far it is, and its notes in order. */
export class Report {
  readonly #unit: string
  readonly #rate = new Rate()
  #progress: JobProgress | undefined
  #isNew = false
  #notes: JobNote[] = []
  /** Notes that were taken out before those. */
  #before = 0
  #items = 0

  /** `unit` is what progress counts. */
  constructor(unit: string) {
    this.#unit = unit
  }

  /** How far it is at the time `now`, in milliseconds. */
  progress({ done, total, bytes, totalBytes, at }: Progress, now: number): void {
    this.#rate.note({ done, bytes }, now)
    const rates = this.#rate.rates()
    const secondsLeft = this.#rate.secondsLeft({ total, totalBytes })
    this.#progress = {
      done,
      total,
      unit: this.#unit,
      bytes,
      totalBytes,
      at,
      rate: rates.done,
      byteRate: rates.bytes,
      secondsLeft,
    }
    this.#isNew = true
  }

  /** One thing that it did or found. What is too much or too long is counted, or kept without its fields. */
  tell(item: Item): void {
    this.#items++
    if (this.#items > limits.items) return
    const isLong = JSON.stringify(item).length > limits.noteBytes
    this.#notes.push({ type: 'item', item: isLong ? shortened(item) : item })
  }

  /** Whether there is something to be written. */
  get hasNews(): boolean {
    return this.#isNew || this.#notes.length > 0
  }

  /** Whether so much waits that whoever tells more is to wait too. */
  get isFull(): boolean {
    return this.#notes.length >= limits.waitingNotes
  }

  /** Takes out what is to be written. */
  take(): Told {
    const [before, notes] = [this.#before, this.#notes]
    this.#before += notes.length
    this.#notes = []
    this.#isNew = false
    return { progress: this.#progress, before, notes }
  }

  /** Puts back what may not have been written. */
  giveBack({ before, notes }: Told): void {
    this.#before = before
    this.#notes = [...notes, ...this.#notes]
    this.#isNew = true
  }

  /** Takes out the last of it, when the attempt is over. */
  close(): Told {
    const dropped = this.#items - limits.items
    if (dropped > 0) this.#notes.push({ type: 'dropped', items: dropped })
    return this.take()
  }
}

function shortened({ subject, outcome }: Item): JobItem {
  return { subject: subject.slice(0, 1000), outcome }
}
