import { join } from 'node:path'
import type { SigningAccess } from '../../cli/signing-access.ts'
import { parseSignable, withSignature } from '../../core/ferry/signable.ts'
import { keyId, parseSigner } from '../../core/note/key.ts'
import { openKeyFiles, writeNewFile } from '../compose.ts'
import { makeApproverKey } from './approver-key.ts'
import { readNote } from './read-note.ts'
import type { Scope } from './scope.ts'

/** The most bytes of what is signed by hand: an unsigned decision names each version. */
const fileLimit = 1 << 24

/** What is signed by hand, and with which keys: none of it needs a node. */
export function signing({ data }: Scope): SigningAccess {
  const keyFolder = join(data, 'keys')
  return {
    makeApproverKey: (name, file) => makeApproverKey(keyFolder, name, file),
    readSignable: async file => parseSignable(await readNote(file, fileLimit), file),
    sign: async (signable, { key, out }) => {
      const signer = parseSigner((await openKeyFiles(keyFolder).import(key)).trim())
      await writeNewFile(out, withSignature(signable, signer))
      return { key: keyId(signer) }
    },
  }
}
