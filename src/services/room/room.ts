import { GoferryError } from '../../core/errors.ts'
import type { Space } from '../../ports/space.ts'

/** How much a node may take. */
export interface RoomRules {
  /** Bytes of the medium that stay free: so that the log can always be written, and other programs too. */
  readonly reserve: number
  /** The most bytes of zips; undefined: no bound but the medium. */
  readonly quota: number | undefined
}

/** So many bytes of all bodies together pass between two looks at the medium. */
const lookEvery = 1 << 20
/** So much of a body may be on its way to the medium: a piece of it, and what is gathered for one write. */
const buffered = 1 << 19

/** Whether there is room for more: looked at before work begins, and while bodies come. */
export class Room {
  readonly #space: Space
  readonly #rules: RoomRules
  #held: number
  /** Zips that are being staged. */
  #coming = 0
  /** Bytes of them so far. */
  #comingBytes = 0
  /** Bytes since the last look at the medium. */
  #unseen = 0

  /** `held`: bytes of the zips that are held now. */
  constructor(space: Space, rules: RoomRules, held: number) {
    this.#space = space
    this.#rules = rules
    this.#held = held
  }

  /** Bytes of the zips that are held. */
  get held(): number {
    return this.#held
  }

  /** Bytes that are free on the medium. Throws `io-failed`. */
  free(): Promise<number> {
    return this.#space.free()
  }

  /** Throws `no-space` where reserve or quota leave no room, naming the figures; `io-failed`. */
  async check(): Promise<void> {
    const { reserve, quota } = this.#rules
    const held = this.#held + this.#comingBytes
    if (quota !== undefined && held >= quota)
      throw new GoferryError('no-space', { subject: 'quota', reason: 'room-quota', params: { held, quota } })
    if (reserve === 0) return
    this.#unseen = 0
    const free = await this.#space.free()
    if (free - this.#coming * buffered < reserve)
      throw new GoferryError('no-space', { subject: 'reserve', reason: 'room-reserve', params: { free, reserve } })
  }

  /** The body of a zip, ended by `no-space` as soon as reserve or quota leave no room for more of it. */
  watched(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    return { [Symbol.asyncIterator]: () => this.#watch(body[Symbol.asyncIterator]()) }
  }

  /** No generator: one that was never begun would not close its source when it is left. */
  #watch(source: AsyncIterator<Uint8Array>): AsyncIterator<Uint8Array> {
    let bytes = 0
    let open = false
    const end = () => {
      if (open) this.#coming--
      this.#comingBytes -= bytes
      open = false
      bytes = 0
    }
    const take = async () => {
      if (!open) this.#coming++
      open = true
      const piece = await source.next()
      if (piece.done) return piece
      bytes += piece.value.length
      this.#comingBytes += piece.value.length
      this.#unseen += piece.value.length
      if (bytes === piece.value.length || this.#unseen >= lookEvery) await this.check()
      return piece
    }
    return {
      next: async () => {
        try {
          const piece = await take()
          if (piece.done) end()
          return piece
        } catch (error) {
          end()
          await source.return?.()
          throw error
        }
      },
      return: async () => {
        end()
        return (await source.return?.()) ?? { done: true, value: undefined }
      },
    }
  }

  /** A zip of so many bytes is held now. */
  took(bytes: number): void {
    this.#held += bytes
  }

  /** A zip of so many bytes is held no more. */
  gaveUp(bytes: number): void {
    this.#held = Math.max(0, this.#held - bytes)
  }
}
