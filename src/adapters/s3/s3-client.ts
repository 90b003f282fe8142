import type { S3 } from '@aws-sdk/client-s3'
import type { S3Address } from './s3-address.ts'

/** A request is given up when its answer does not begin within this, or its connection is idle for this long. */
export const usualAnswerMs = 20_000
/** A slower link than this is taken for a broken one: bytes a millisecond. */
const slowestBytes = 250
/** With pauses of 0.1 and 0.2 seconds between them: what fails so often is told to the caller. */
const attempts = 3

/**
 * The SDK's client for the store at `address`. The SDK is loaded here, and only here: it takes 0.2 seconds and 23 MB,
 * which nobody pays who keeps nothing in such a store.
 */
export async function openS3({ endpoint, region }: S3Address, answerMs: number): Promise<S3> {
  // By its default alone it is the same when the sources are built: it is a package of the older form.
  const { default: sdk } = await import('@aws-sdk/client-s3')
  const silent = () => undefined
  return new sdk.S3({
    endpoint,
    region,
    // A bucket as a part of the host name needs a wildcard in DNS and in the certificate.
    forcePathStyle: true,
    maxAttempts: attempts,
    // Checksums in trailers are AWS's own: what stores have in common is the signed SHA-256 of the whole.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: 5000,
      socketTimeout: answerMs,
      requestTimeout: answerMs,
      throwOnRequestTimeout: true,
    },
    logger: { trace: silent, debug: silent, info: silent, warn: silent, error: silent },
  })
}

/** How long the answer to a request may take that first sends so many bytes. */
export function patience(answerMs: number, bytes: number): { requestTimeout: number } {
  return { requestTimeout: answerMs + Math.ceil(bytes / slowestBytes) }
}
