import { fromUtf8, utf8 } from '../../core/bytes.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Store } from '../../ports/store.ts'

/** The derived key of the notes: a line `path version gone`, or `path version TIME` once it was taken again, sorted. */
export const givenUpKey = 'log/given-up'

/** As much is read: some million zips. */
const maxBytes = 1 << 28

/**
 * The zips that this node gave up: the log names them, and that they are not there is no damage. One that was taken
 * again stays noted with the time of that, by which its age is told: the log has no new entry for the same bytes.
 */
export class GivenUp {
  readonly #store: Store
  /** When each was taken again, in milliseconds since 1970; undefined for what is not there. */
  readonly #notes: Map<string, number | undefined>
  #dirty = false

  private constructor(store: Store, notes: Map<string, number | undefined>) {
    this.#store = store
    this.#notes = notes
  }

  /** Reads what was noted; a line that cannot be read is left out. Throws what the store throws. */
  static async read(store: Store): Promise<GivenUp> {
    const text = fromUtf8((await store.read(givenUpKey, maxBytes)) ?? new Uint8Array()) ?? ''
    const notes = new Map<string, number | undefined>()
    for (const line of text.split('\n')) {
      const [path = '', version = '', when = ''] = line.split(' ')
      const again = when === 'gone' ? undefined : Date.parse(when)
      if (!Number.isNaN(again)) notes.set(`${path} ${version}`, again)
    }
    return new GivenUp(store, notes)
  }

  /** Whether the zip of a version was given up and not taken again since. */
  has({ path, version }: ModuleVersion): boolean {
    const key = `${path} ${version}`
    return this.#notes.has(key) && this.#notes.get(key) === undefined
  }

  /** When the zip of a version was taken again after it was given up, in milliseconds since 1970; else undefined. */
  takenAgainAt({ path, version }: ModuleVersion): number | undefined {
    return this.#notes.get(`${path} ${version}`)
  }

  /** Notes zips before they are removed, durably. Throws what the store throws. */
  async note(zips: readonly ModuleVersion[]): Promise<void> {
    for (const { path, version } of zips) this.#notes.set(`${path} ${version}`, undefined)
    await this.#write()
  }

  /** A zip was taken at the time `now`; written with the next `flush`. */
  took({ path, version }: ModuleVersion, now: number): void {
    const key = `${path} ${version}`
    if (!this.#notes.has(key)) return
    this.#notes.set(key, now)
    this.#dirty = true
  }

  /** Writes what was taken again since. Throws what the store throws; then it is written the next time. */
  async flush(): Promise<void> {
    if (this.#dirty) await this.#write()
  }

  async #write(): Promise<void> {
    const lines = [...this.#notes].map(([key, again]) => {
      return `${key} ${again === undefined ? 'gone' : new Date(again).toISOString()}\n`
    })
    this.#dirty = false
    try {
      await this.#store.replace(givenUpKey, utf8(lines.sort().join('')))
    } catch (error) {
      this.#dirty = true
      throw error
    }
  }
}
