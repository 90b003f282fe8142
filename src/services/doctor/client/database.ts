import { GoferryError } from '../../../core/errors.ts'
import { parseVerifier, type Verifier } from '../../../core/note/key.ts'
import { publicDatabase } from '../../../core/sumdb/public-database.ts'
import type { ClientWorld } from './world.ts'

/** The checksum database that GOSUMDB names. */
export type NamedDatabase =
  | { readonly kind: 'off' }
  | { readonly kind: 'malformed'; readonly error: GoferryError }
  | {
      readonly kind: 'public' | 'own'
      readonly verifier: Verifier
      /** The address at which it is asked instead of through the proxy. */
      readonly address: string | undefined
    }

/** Reads GOSUMDB as the go command does (cmd/go: dbDial). */
export function databaseOf({ go }: ClientWorld): NamedDatabase {
  const [key = '', address, ...more] = (go.values['GOSUMDB'] ?? '').split(/\s+/).filter(Boolean)
  if (key === 'off') return { kind: 'off' }
  if (more.length > 0)
    return { kind: 'malformed', error: new GoferryError('bad-key', { subject: 'GOSUMDB', reason: 'key-form' }) }
  // One other name of the public database is built into go, for where its own cannot be reached.
  const isAlias = key === 'sum.golang.google.cn'
  if (isAlias || key === publicDatabase.name)
    return { kind: 'public', verifier: publicDatabase, address: isAlias ? `https://${key}` : address }
  try {
    const verifier = parseVerifier(key)
    return { kind: verifier.name === publicDatabase.name ? 'public' : 'own', verifier, address }
  } catch (error) {
    if (error instanceof GoferryError) return { kind: 'malformed', error }
    throw error
  }
}
