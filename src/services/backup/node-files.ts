import type { Store } from '../../ports/store.ts'

/** Small files of a node that are neither in its log nor follow from it, and folders of such (with a `/`). */
const stateKeys: readonly string[] = [
  // What was asked for in vain: the wish list.
  'log/misses',
  // The zips that gc gave up: that they are not there is no damage.
  'log/given-up',
  // The newest heads of other logs that were seen, against which a rollback of theirs is told.
  'log/peers/',
  // When versions of watched modules were first seen, which their age is told by.
  'log/watch/',
  // Who carried, checked and approved what was imported; how far sites have this log; certificates of rehearsals.
  'log/imports/',
  'log/ferry/',
  'log/rehearsals/',
]

/** The most bytes of one of them. */
export const stateLimit = 1 << 28

/** Whether `key` is one that a backup takes besides the log and what it names. */
export function isNodeFile(key: string): boolean {
  return stateKeys.some(state => (state.endsWith('/') ? key.startsWith(state) : key === state))
}

/** The keys in the node's `store` that a backup takes besides the log and what it names. Throws what it throws. */
export async function* nodeFiles(store: Store): AsyncGenerator<string> {
  for (const key of stateKeys) {
    if (key.endsWith('/')) yield* filesBelow(store, key.slice(0, -1))
    else if ((await store.stat(key)) !== undefined) yield key
  }
}

/** Every key below `folder`. Throws what the store throws. */
export async function* filesBelow(store: Store, folder: string): AsyncGenerator<string> {
  for (const name of await store.list(folder)) {
    if (name.endsWith('/')) yield* filesBelow(store, `${folder}/${name.slice(0, -1)}`)
    else yield `${folder}/${name}`
  }
}
