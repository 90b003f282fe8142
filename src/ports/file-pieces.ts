import type { ByteSource } from '../core/zip/byte-source.ts'

/** A piece of a file of one folder. */
export interface FilePiece {
  readonly name: string
  readonly position: number
  /** Bytes. */
  readonly length: number
}

/** Pieces of files as one source. */
export interface PiecesSource extends ByteSource {
  /** Gives the files back. Safe to call more than once. */
  close(): void
}

/**
 * Opens pieces of the files of one folder, one after the other, as one source that is read without waiting: for a
 * process that does nothing else. Throws `io-failed` where a file is gone, a link, or shorter.
 */
export type OpenPieces = (pieces: readonly FilePiece[]) => PiecesSource
