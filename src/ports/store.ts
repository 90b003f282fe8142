/**
 * The blobs of a node under keys, on a disk or in an object store. A key is a relative path of `/`-separated, already
 * escaped elements (`public/example.com/!x/@v/v1.0.0.zip`); see core/tree for every key that exists. What
 * `core/tree/check-key` refuses is refused by each method: `bad-file-path`.
 *
 * Two kinds of keys, never mixed: *immutable* ones are written once by `put` and never change; *derived* ones (list,
 * latest, checkpoint) are rewritten whole by `replace` and could be computed again from the immutable ones.
 * No method needs a rename that replaces an existing immutable object, so that an object store can do it.
 *
 * Any number of calls may run at once, in any number of processes. A call that throws `io-failed` or `no-space` may or
 * may not have taken effect, wholly in either case: calling it again settles it. Something at a key that is no regular
 * file (a link planted by hand) is never followed: `store-damaged`.
 */
export interface Store {
  /**
   * Takes `source` into a private staging place, hashing as it goes, and returns when the bytes are durable. Nothing
   * becomes visible under any key. A chunk may be reused by the source once the next one is asked for. Throws
   * `too-large` at the first byte beyond `limitBytes` and `no-space` or `io-failed` from the medium; what `source`
   * throws is passed on; in each case the source is closed and nothing stays behind.
   */
  stage(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, limitBytes: number): Promise<Staged>

  /**
   * Makes `content` visible under the immutable `key`: all of it or nothing, durable on return. A reader never sees
   * half. Idempotent: the same bytes again are 'same' (compared byte by byte, and as durable as 'written'). Other bytes
   * already there: throws `store-conflict` and leaves them. A `Staged` is used up by a call that returns; after a throw
   * it is still the caller's, to put again or discard.
   */
  put(key: string, content: Staged | Uint8Array): Promise<'written' | 'same'>

  /** Writes the derived `key` whole: a reader sees the old bytes or the new ones. Durable on return. */
  replace(key: string, content: Uint8Array): Promise<void>

  /**
   * Opens what is under `key`, or undefined. The caller closes it. It goes on reading the same bytes after a `replace`.
   */
  open(key: string): Promise<StoredBlob | undefined>

  /** The whole content of a small blob, or undefined. Throws `too-large` where it is over `limitBytes`. */
  read(key: string, limitBytes: number): Promise<Uint8Array | undefined>

  /** What `open` would give, without opening: for HEAD requests and for "do I hold it". */
  stat(key: string): Promise<BlobStat | undefined>

  /**
   * The names directly under the folder `prefix` (no trailing slash), folders with a trailing `/`, sorted bytewise as
   * given. Empty where there is none. A folder may still be named after its last key was removed.
   */
  list(prefix: string): Promise<string[]>

  /**
   * Moves `from` to `to` (immutable both): first visible at `to`, then gone at `from`; durable on return. Idempotent:
   * where `from` is gone and `to` is there, it does nothing. Other bytes at `to`: `store-conflict`, and both stay.
   * Where neither is there: throws `absent`.
   */
  move(from: string, to: string): Promise<void>

  /** Removes `key`, durable on return; nothing happens where it is not there. */
  remove(key: string): Promise<void>

  /** Removes every staged file that no running `Staged` of this process owns: what a crash left. Writer only. */
  sweep(): Promise<void>
}

/** Bytes that are durable but under no key yet. Either `put` takes it, or the owner calls `discard`. */
export interface Staged {
  /** How many bytes. */
  readonly size: number
  /** Lower-case hexadecimal SHA-256 of the bytes. */
  readonly sha256: string
  /** A local file with the bytes, for worker threads to read. Valid until put or discard. */
  readonly location: string
  /** Gives the place back. Safe to call more than once, and after put. */
  discard(): Promise<void>
}

/** What identifies the stored bytes without reading them. */
export interface BlobStat {
  /** How many bytes. */
  readonly size: number
  /**
   * Changes whenever the bytes could have: on a disk size, mtime, ctime and inode; in an object store the ETag. It may
   * also change when they have not (after a move, or a crash in the midst of a put).
   */
  readonly stamp: string
}

/** An open blob. */
export interface StoredBlob extends BlobStat {
  /** A local file with the bytes where there is one: lets a worker thread hash it. */
  readonly location: string | undefined
  /** Reads up to `buffer.length` bytes from `position`; gives how many were read, 0 at the end. Calls may overlap. */
  read(buffer: Uint8Array, position: number): Promise<number>
  /** Gives the handle back. Safe to call more than once. */
  close(): Promise<void>
  /**
   * Whether the key still has these very bytes (the same stamp), told without waiting, also after `close`. A store that
   * cannot tell so quickly says no.
   */
  isCurrent(): boolean
}
