import { closeSync, constants, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { GoferryError } from '../../core/errors.ts'
import { isElement } from '../../core/tree/check-key.ts'
import type { FilePiece, OpenPieces, PiecesSource } from '../../ports/file-pieces.ts'

/** Opens pieces of the files in the folder at an absolute path. */
export function filePiecesIn(folder: string): OpenPieces {
  return pieces => new DiskPieces(folder, pieces)
}

interface OpenPiece extends FilePiece {
  readonly descriptor: number
  /** Where in the source it begins. */
  readonly start: number
}

class DiskPieces implements PiecesSource {
  readonly size: number
  readonly #pieces: OpenPiece[] = []

  constructor(folder: string, pieces: readonly FilePiece[]) {
    let start = 0
    for (const piece of pieces) {
      this.#pieces.push({ ...piece, start, descriptor: this.#open(folder, piece.name) })
      start += piece.length
    }
    this.size = start
  }

  read(position: number, length: number, into = new Uint8Array(length)): Uint8Array {
    const bytes = into.subarray(0, length)
    for (const { name, descriptor, start, ...piece } of this.#pieces) {
      const from = Math.max(position, start)
      const to = Math.min(position + length, start + piece.length)
      for (let at = from; at < to; ) {
        const read = readAt(name, descriptor, bytes.subarray(at - position, to - position), piece.position + at - start)
        at += read
      }
    }
    return bytes
  }

  close(): void {
    for (const { descriptor } of this.#pieces.splice(0)) closeSync(descriptor)
  }

  #open(folder: string, name: string): number {
    try {
      if (!isElement(name)) throw new GoferryError('bad-file-path', { subject: name, reason: 'store-key-element' })
      return openSync(join(folder, name), constants.O_RDONLY | constants.O_NOFOLLOW)
    } catch (cause) {
      this.close()
      throw new GoferryError('io-failed', { subject: name, cause })
    }
  }
}

function readAt(name: string, descriptor: number, buffer: Uint8Array, position: number): number {
  let read = 0
  try {
    read = readSync(descriptor, buffer, 0, buffer.length, position)
  } catch (cause) {
    throw new GoferryError('io-failed', { subject: name, cause })
  }
  if (read === 0) throw new GoferryError('io-failed', { subject: name })
  return read
}
