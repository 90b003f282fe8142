import { randomBytes } from 'node:crypto'
import { generateKey } from '../../core/note/key.ts'
import { openKeyFiles } from '../compose.ts'

/** Makes the key of the approver `name` in the new file `file`, which only its owner may read; gives the public one. */
export async function makeApproverKey(keyFolder: string, name: string, file: string): Promise<{ key: string }> {
  const { signer, verifier } = generateKey(name, randomBytes(32))
  await openKeyFiles(keyFolder).export(file, `${signer}\n`)
  return { key: verifier }
}
