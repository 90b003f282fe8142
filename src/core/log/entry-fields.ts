import { GoferryError } from '../errors.ts'

/** The `key value` lines of one leaf, taken in their fixed order. */
export class EntryFields {
  readonly #lines: readonly string[]
  readonly #subject: string
  #next = 0

  /** `lines`: those after the first. `subject`: what an error names. */
  constructor(lines: readonly string[], subject: string) {
    this.#lines = lines
    this.#subject = subject
  }

  /**
   * The value of the next line, which must have the key `field`.
   * Throws `bad-entry` where it has not, or `isValid` refuses.
   */
  take(field: string, isValid: (value: string) => boolean): string {
    const value = this.takeOptional(field, isValid)
    if (value === undefined) throw this.#refuse('entry-field', field)
    return value
  }

  /** As `take`, but undefined where the next line has another key or there is none. */
  takeOptional(field: string, isValid: (value: string) => boolean): string | undefined {
    const line = this.#lines[this.#next]
    if (line === undefined || !line.startsWith(`${field} `)) return undefined
    const value = line.slice(field.length + 1)
    if (!isValid(value)) throw this.#refuse('entry-value', field)
    this.#next++
    return value
  }

  /** Throws `bad-entry` where lines are left. */
  end(): void {
    if (this.#next < this.#lines.length) throw this.#refuse('entry-surplus', '')
  }

  #refuse(reason: 'entry-field' | 'entry-value' | 'entry-surplus', field: string): GoferryError {
    return new GoferryError('bad-entry', { subject: this.#subject, reason, params: { field } })
  }
}
