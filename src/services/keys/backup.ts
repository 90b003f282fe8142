import { GoferryError } from '../../core/errors.ts'
import { formatKeyIndex, type KeyIndex, parseKeyIndex } from './key-index.ts'
import { keyPairOf } from './key-pair.ts'

/** All that a new keys folder needs: the index and the private keys that it calls active, in its order. Secret. */
export interface Backup {
  readonly index: KeyIndex
  /** `PRIVATE+KEY+…` texts. */
  readonly keys: readonly string[]
}

/** The text of a backup: the private keys, one a line, then the index. */
export function formatBackup({ index, keys }: Backup): string {
  return `${keys.join('\n')}\n${formatKeyIndex(index)}`
}

/** Reads what `formatBackup` wrote. Throws `bad-key`, `bad-settings`, also where a key of the index is missing. */
export function parseBackup(text: string): Backup {
  const start = text.indexOf('{')
  const index = parseKeyIndex(start < 0 ? '' : text.slice(start))
  const keys = text
    .slice(0, start)
    .split('\n')
    .filter(line => line !== '')
  const held = keys.map(key => keyPairOf(key).verifier)
  if (held.length !== index.active.length || index.active.some(({ key }, i) => key !== held[i])) {
    const params = { field: 'active' }
    throw new GoferryError('bad-settings', { subject: 'backup', reason: 'keys-file-form', params })
  }
  return { index, keys }
}
