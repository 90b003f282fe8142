/** The medium on which a node's folder lies. */
export interface Space {
  /** Bytes that the node may still write. Throws `io-failed`. */
  free(): Promise<number>
}
