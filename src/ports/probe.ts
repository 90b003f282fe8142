/** Looks at a server over http(s) as the go command does: same roots of trust, no redirect, no retry. */
export interface Probe {
  /**
   * Asks for `path` below the probed URL, already escaped. Takes at most `limit` bytes of the body and 10 s. Throws
   * `upstream-failed`, and why: no connection, a certificate that is refused, a time-out; `too-large`.
   */
  get(path: string, limit: number): Promise<Probed>
}

/** What was answered. */
export interface Probed {
  readonly status: number
  readonly body: Uint8Array
  /** The server's clock (its Date header), in milliseconds since 1970; undefined where it does not say. */
  readonly date: number | undefined
  /** When the certificate ends, in milliseconds since 1970; undefined without TLS. */
  readonly certificateEnds: number | undefined
  /** From the request to the end of the answer, in milliseconds. */
  readonly tookMs: number
}
