import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import { parseVerifier } from '../../core/note/key.ts'
import { receiptKey } from '../../services/ferry/in/receipt.ts'
import { acceptReceipt, addSite, type KnownSite, type LastReceipt } from '../../services/ferry/sites/sites.ts'
import { rootAt } from '../../services/log/read-entries.ts'
import type { Writer } from '../node/writer.ts'
import { receiptWorld } from './taken-blobs.ts'

const siteRequest = z.strictObject({ name: z.string().max(100), key: z.string().max(1000) })
const receiptRequest = z.strictObject({ name: z.string().max(100), note: z.string().max(1 << 16) })

/** Pins the receipt key of a site. Throws `usage`, and what `addSite` throws. */
export async function addSiteAt({ store }: Writer, argument: unknown): Promise<KnownSite> {
  const { name, key } = parse(siteRequest, argument)
  return addSite(store, name, key)
}

/** Takes a receipt over. Throws `usage`, and what `acceptReceipt` throws. */
export async function acceptReceiptAt(writer: Writer, argument: unknown): Promise<LastReceipt> {
  const { name, note } = parse(receiptRequest, argument)
  const { store, journal } = writer
  const head = writer.log.head()
  const verifiers = writer.identity.verifierKeys.map(text => parseVerifier(text))
  const log = { name: head.name, size: head.size, verifiers, rootAt: (size: number) => rootAt(store, head, size) }
  return acceptReceipt({ store, log, journal }, name, Buffer.from(note))
}

/** The public key that signs this node's receipts; made where there is none yet. Throws what key files throw. */
export async function receiptKeyOf(writer: Writer): Promise<{ readonly key: string }> {
  return { key: (await receiptKey(await receiptWorld(writer))).verifier }
}

function parse<T>(schema: z.ZodType<T>, argument: unknown): T {
  const result = schema.safeParse(argument)
  if (!result.success) throw new GoferryError('usage', { subject: 'ferry', cause: result.error })
  return result.data
}
