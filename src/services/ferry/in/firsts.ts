import { GoferryError } from '../../../core/errors.ts'
import type { BundleHeader } from '../../../core/ferry/bundle-header.ts'

/** Where the first object of each volume begins: what can be used of one volume alone. */
export class Firsts {
  readonly #volumes: readonly { readonly name: string; readonly end: number; readonly first: number | undefined }[]
  #volume = 0
  #hasBegun = false

  constructor({ volumes }: BundleHeader) {
    let end = 0
    this.#volumes = volumes.map(({ name, size, first }) => {
      end += size
      return { name, end, first: first === undefined ? undefined : end - size + first }
    })
  }

  /** An object begins at `position` of the stream. Throws where the header says otherwise. */
  begins(position: number): void {
    while (position >= (this.#volumes[this.#volume]?.end ?? Number.POSITIVE_INFINITY)) this.#leave()
    const volume = this.#volumes[this.#volume]
    if (!this.#hasBegun && volume?.first !== position) throw misbegun(volume?.name)
    this.#hasBegun = true
  }

  /** After the last object. */
  end(): void {
    while (this.#volume < this.#volumes.length) this.#leave()
  }

  #leave(): void {
    const volume = this.#volumes[this.#volume]
    if (!this.#hasBegun && volume?.first !== undefined) throw misbegun(volume.name)
    this.#hasBegun = false
    this.#volume++
  }
}

function misbegun(name = ''): GoferryError {
  return new GoferryError('bundle-damaged', { subject: name, reason: 'bundle.first', params: { name } })
}
