import { join } from 'node:path'
import { openKeyFiles, sealing } from '../compose.ts'
import type { Writer } from '../node/writer.ts'

/** The file of the key by which bundles are opened that were sealed for this node, beside those of the log. */
const identityFile = 'sealed-for'

/** The secret key by which the node opens what was sealed for it; undefined where it has none. */
export function identityOf({ data }: Writer): Promise<string | undefined> {
  return openKeyFiles(join(data, 'keys')).read(identityFile)
}

/** The public key to seal bundles to for the node of `writer`: made at the first time. Throws what key files throw. */
export async function recipientAt(writer: Writer): Promise<{ recipient: string }> {
  const kept = await identityOf(writer)
  if (kept !== undefined) return { recipient: await sealing.recipientOf(kept.trim()) }
  const { identity, recipient } = await sealing.generate()
  await openKeyFiles(join(writer.data, 'keys')).write(identityFile, `${identity}\n`)
  return { recipient }
}
