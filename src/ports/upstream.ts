/**
 * A GOPROXY that modules are taken from: over http(s), or a `file://`
 * tree. Everything it says is hostile until verified.
 */
export interface Upstream {
  /** For records and messages: the URL without user name, password or query. */
  readonly name: string

  /**
   * Asks for `path` below the base, already escaped (`github.com/!burnt!sushi/toml/@v/list`). Throws
   * `upstream-failed` for 5xx, a broken or refused connection, a time-out (none of connecting, waiting
   * for the head, or silence in the body is endless), a redirect that policy forbids. The body yields
   * at most `limitBytes`: beyond that it throws `too-large`; it throws `upstream-failed` where it ends
   * before the announced length. A body that is not read to its end must be cancelled by `return()`.
   */
  get(path: string, limitBytes: number): Promise<UpstreamAnswer>

  /**
   * As `get`, but where the file is still the one that `kept` came with, the answer is `unchanged`, without the file.
   * Only the upstream that gave `kept` is asked so: of any other it is a plain `get`. What contradicts the question is
   * never `unchanged`. Absent where there are no such requests.
   */
  recheck?(path: string, limitBytes: number, kept: Validator): Promise<UpstreamAnswer | Unchanged>

  /** What `get` would answer, without the file. Throws as `get`. Absent where nothing says how large a file is. */
  look?(path: string): Promise<UpstreamLook>
}

/** What stands for the bytes of an answer (RFC 9110 §8.8): one of the two at least. Short, printable ASCII. */
export interface Validator {
  /** The name of the upstream that gave it. */
  readonly from: string
  /** With its quotes, and `W/` before them where it is weak. */
  readonly etag?: string
  /** In the form of HTTP. Only where the file was not written in the minute before the answer. */
  readonly lastModified?: string
}

/** The file is still the same. */
export interface Unchanged {
  readonly status: 'unchanged'
}

/** `bytes`: of the file; undefined where the upstream does not say. A refusal may be of the question alone. */
export type UpstreamLook = { readonly status: 'ok'; readonly bytes: number | undefined } | UpstreamRefusal

/** What an upstream answered: 200, "does not exist" (404 and 410), or a refusal (any other status below 500). */
export type UpstreamAnswer =
  | {
      readonly status: 'ok'
      /** The name of the upstream that gave it: of several in a chain, one. */
      readonly from: string
      readonly contentType: string
      /** What the same file may be asked for with by `recheck`; none where there is nothing to rely on. */
      readonly validator?: Validator
      readonly body: AsyncIterable<Uint8Array>
    }
  | UpstreamRefusal

/** An answer without the file. */
export interface UpstreamRefusal {
  readonly status: 'absent' | 'refused'
  readonly code: number
  readonly text: string
  /** Of several in a chain: which of them said what, by their names. */
  readonly said?: string
}
