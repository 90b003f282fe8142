/** Where objects lie in an S3-compatible store. Holds no credentials: the SDK finds those in its environment. */
export interface S3Address {
  /** `https://host:port`. */
  readonly endpoint: string
  /** Part of each signature: what the store was told that it is. */
  readonly region: string
  readonly bucket: string
  /** What all names begin with: empty, or ending in `/`. */
  readonly prefix: string
}
