import { copyFile, mkdir, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { GoferryError } from '../../core/errors.ts'

/** What is carried, and what becomes of it on the way: each time a folder of its own, as a disc is. */
export class Discs {
  /** Where the mirror writes. */
  readonly media: string

  constructor(media: string) {
    this.media = media
  }

  /** The id of the bundle that was cut. Throws `absent`. */
  async bundle(): Promise<string> {
    const name = (await readdir(this.media)).find(each => each.startsWith('gf-'))
    if (name === undefined) throw new GoferryError('absent', { subject: this.media })
    return name.slice('gf-'.length)
  }

  /** The disc, without the first `lost` of its volumes. */
  without(name: string, id: string, lost: number): Promise<string> {
    return this.#copy(name, id, volumes => volumes.slice(lost))
  }

  /** The disc, with one bit of each of two volumes changed. */
  async tampered(name: string, id: string): Promise<string> {
    const folder = await this.#copy(name, id, volumes => volumes)
    for (const volume of (await readdir(folder)).filter(isVolume).slice(0, 2)) {
      await using file = await open(join(folder, volume), 'r+')
      const byte = new Uint8Array(1)
      await file.read(byte, 0, 1, 1000)
      await file.write(Uint8Array.of((byte[0] ?? 0) ^ 1), 0, 1, 1000)
    }
    return folder
  }

  async #copy(name: string, id: string, choose: (volumes: string[]) => string[]): Promise<string> {
    const disc = join(this.media, `gf-${id}`, 'disc-01')
    const folder = join(this.media, name)
    await mkdir(folder, { recursive: true })
    const files = (await readdir(disc)).sort()
    const kept = [...files.filter(file => !isVolume(file)), ...choose(files.filter(isVolume))]
    for (const file of kept) await copyFile(join(disc, file), join(folder, file))
    return folder
  }
}

function isVolume(file: string): boolean {
  return file.endsWith('.gfv')
}
