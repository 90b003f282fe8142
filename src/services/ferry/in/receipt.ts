import { GoferryError } from '../../../core/errors.ts'
import { cosigned, cosignerAt } from '../../../core/note/cosignature.ts'
import { generateKey, signerOf } from '../../../core/note/key.ts'
import type { FlatFolder } from '../../../ports/flat-folder.ts'
import type { KeyFiles } from '../../../ports/key-files.ts'

/** The file of the key that signs receipts, beside those of the log. */
const keyFile = 'receipt.key'

/** What receipts are made with. */
export interface ReceiptWorld {
  readonly files: KeyFiles
  /** The name of the node's own log. */
  readonly log: string
  /** 32 secret random bytes. */
  newSeed(): Uint8Array
  /** Where receipts lie: `<data>/ferry/receipts`. */
  readonly receipts: FlatFolder
}

/** The name of the key that signs receipts for what the log `log` imported: never that of the log itself. */
function receiptName(log: string): string {
  return `receipt.${log}`
}

/** The public key that signs this node's receipts; the key is made at the first time. Throws what key files throw. */
export async function receiptKey({ files, log, newSeed }: ReceiptWorld): Promise<{ signer: string; verifier: string }> {
  const [signer = '', verifier = ''] = (await files.read(keyFile))?.split('\n') ?? []
  // After a change of the log's name its old receipts stay what they are.
  if (signer !== '' && signerOf(signer, 'cosignature').name === receiptName(log)) return { signer, verifier }
  const seed = newSeed()
  if (seed.length !== 32) throw new GoferryError('internal', { subject: 'seed' })
  const key = generateKey(receiptName(log), seed, 'cosignature')
  await files.write(keyFile, `${key.signer}\n${key.verifier}\n`)
  return key
}

/**
 * Writes the receipt for a mirror's log up to `size`: its signed checkpoint with a cosignature of this site at `now`
 * (milliseconds since 1970); nothing else is told. Gives the name of its file; what was written before stays.
 */
export async function writeReceipt(
  world: ReceiptWorld,
  { origin, size, checkpoint }: { readonly origin: string; readonly size: number; readonly checkpoint: string },
  now: number,
): Promise<string> {
  const name = receiptFile(origin, size)
  const there = await world.receipts.open(name)
  await there?.close()
  if (there !== undefined) return name
  const { signer } = await receiptKey(world)
  const receipt = cosigned(checkpoint, cosignerAt(signer, Math.floor(now / 1000)))
  await world.receipts.write(name, [Buffer.from(receipt)])
  return name
}

/** The name of the file of a receipt. */
export function receiptFile(origin: string, size: number): string {
  return `${origin.replace(/[^\w.-]/g, '_').slice(0, 200)}-${size}.txt`
}
