import { GoferryError } from '../../core/errors.ts'
import { readFormat } from '../../services/format/format.ts'
import { GivenUp } from '../../services/gc/given-up.ts'
import { rootAt } from '../../services/log/read-entries.ts'
import { savedEntries } from '../../services/log/saved-entries.ts'
import { followToSavedHead } from '../../services/log/saved-head.ts'
import type { Scope } from '../commands/scope.ts'
import { clock, openHeads, openKeys, openStore } from '../compose.ts'
import { openReader } from './open-reader.ts'

/**
 * What of the node in the folder is backed up, at the head that is published now; a running node is not disturbed.
 * Throws `absent` where no node was started in it, and what keys and log throw.
 */
export async function backedNode({ data, keyText }: Scope) {
  const store = openStore(data)
  await readFormat(store)
  const identity = await openKeys(data, keyText).load()
  if (identity === undefined) throw new GoferryError('absent', { subject: data, reason: 'cli.no-node' })
  const { name, verifiers, verifierKeys, retiredNames } = identity
  const reader = await openReader(store, identity)
  if (reader.latest === undefined) throw new GoferryError('absent', { subject: data, reason: 'cli.no-node' })
  const head = await followToSavedHead(reader, { store, name, verifiers }, openHeads(data))
  const givenUp = await GivenUp.read(store)
  return {
    node: store,
    retiredNames,
    verifierKeys,
    clock,
    gaveUp: givenUp.has.bind(givenUp),
    log: {
      head,
      state: reader.state,
      entries: () => savedEntries(store, head.size),
      rootAt: (size: number) => rootAt(store, head, size),
    },
  }
}
