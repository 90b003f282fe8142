import { GoferryError } from '../core/errors.ts'
import { generateKey, parseSigner, type Signer } from '../core/note/key.ts'
import type { KeyFiles } from './key-files.ts'

/** A key of the node's own besides those of its log. */
export interface NamedKey {
  readonly signer: Signer
  /** `name+hash+base64`. */
  readonly verifierKey: string
}

/**
 * The key `name` in the file `file`, made at the first time: one key, one purpose. A file with a key of another name
 * gives way: after a change of the log's name what it signed stays what it is. Throws `bad-key`, and what the key
 * files throw.
 */
export async function namedKey(
  files: Pick<KeyFiles, 'read' | 'write'>,
  { file, name, newSeed }: { readonly file: string; readonly name: string; newSeed(): Uint8Array },
): Promise<NamedKey> {
  const [kept = '', verifierKey = ''] = (await files.read(file))?.split('\n') ?? []
  if (kept !== '' && parseSigner(kept).name === name) return { signer: parseSigner(kept), verifierKey }
  const seed = newSeed()
  if (seed.length !== 32) throw new GoferryError('internal', { subject: 'seed' })
  const key = generateKey(name, seed)
  await files.write(file, `${key.signer}\n${key.verifier}\n`)
  return { signer: parseSigner(key.signer), verifierKey: key.verifier }
}
