import { GoferryError } from '../../core/errors.ts'
import { hex, sha256 } from '../../core/hash.ts'

const lengthLimit = 100
/** Logs of others, whose records are relayed under their own names. */
const foreignNames = ['sum.golang.org', 'sum.golang.google.cn']

/**
 * The name of a log for which nobody chose one: `goferry-<8 hex>.local`,
 * the first 32 bits of SHA-256 of the 32-byte public key.
 */
export function defaultLogName(publicKey: Uint8Array): string {
  return `goferry-${hex(sha256(publicKey)).slice(0, 8)}.local`
}

/**
 * Refuses what cannot name a log: the name is the name of its keys (C2SP signed-note), the origin of its checkpoints, a
 * folder, and a host name to the go command. Throws `usage`.
 */
export function checkLogName(name: string): void {
  const element = '[a-z0-9]([a-z0-9-]*[a-z0-9])?'
  const wellFormed = name.length <= lengthLimit && new RegExp(`^${element}([.]${element})*$`).test(name)
  if (!wellFormed) {
    throw new GoferryError('usage', { subject: name, reason: 'log-name-form', params: { limit: lengthLimit } })
  }
  if (foreignNames.includes(name)) throw new GoferryError('usage', { subject: name, reason: 'log-name-used' })
}
