import { printable } from '../../core/messages/text.ts'
import type { Provenance } from '../../services/ferry/in/provenance.ts'
import type { Context } from '../context.ts'

/** How a version came by a bundle, in the language of the person: one fact a line. */
export function* provenanceLines({ say }: Context, { told, ...imported }: Provenance): Generator<string> {
  yield say('cli.show.imported', imported)
  if (told === undefined) return yield say('cli.show.no-evidence', imported)
  const { id, from, to, created, entries, carriers, approvers } = told
  yield say('cli.show.bundle', { id, from, to, created })
  const places = Object.entries(entries).map(([kind, place]) => `${kind} ${place}`)
  yield say('cli.show.places', { origin: imported.origin, entries: places.join(', ') })
  yield say('cli.show.carried', { names: carriers.map(printable).join(', ') })
  if (approvers.length === 0) return yield say('cli.show.not-approved')
  const signers = approvers.map(({ key, isVerified }) => (isVerified ? key : say('cli.show.unverified', { key })))
  yield say('cli.show.approved', { keys: signers.join(', ') })
}
