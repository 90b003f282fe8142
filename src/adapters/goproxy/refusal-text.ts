import { printable } from '../../core/messages/text.ts'

/** The most bytes of a refusal's text that are kept. */
const textLimit = 2048

/**
 * The first 2 KiB of a refusal as printable text on one line; empty unless
 * it is plain text. Reads no further, and never throws for the body.
 */
export async function refusalText(contentType: string, body: AsyncIterable<Uint8Array>): Promise<string> {
  const plain = /^text\/plain\b/i.test(contentType)
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    for await (const piece of body) {
      pieces.push(piece)
      size += piece.length
      if (!plain || size >= textLimit) break
    }
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
  if (!plain) return ''
  const text = Buffer.concat(pieces).subarray(0, textLimit).toString('utf8')
  return printable(text.replace(/\s+/g, ' ').trim())
}
