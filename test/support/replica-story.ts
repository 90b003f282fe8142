import assert from 'node:assert/strict'
import type { GoferryError } from '../../src/core/errors.ts'
import { hex } from '../../src/core/hash.ts'
import { openSignedHead } from '../../src/core/sumdb/signed-head.ts'
import { rootAt } from '../../src/services/log/read-entries.ts'
import { identityOf, recordOf } from './log-world.ts'
import { ReplicaWorld } from './replica-world.ts'

/** The appends of the story, by their first record and how many: the third fills a tile. */
export const calls: readonly (readonly [first: number, count: number])[] = [
  [0, 1],
  [1, 2],
  [3, 254],
  [257, 1],
]

/** `count` records from the `first` on. */
export const records = (first: number, count: number) => Array.from({ length: count }, (_, n) => recordOf(first + n))
/** Whether the record `n` is in the log. */
export const holds = (log: { state: { knows(path: string): boolean } }, n: number) => log.state.knows(recordOf(n).path)

/** Appends call after call, the third after the keys rotated; gives the first records of those that were acknowledged. */
export async function play(world: ReplicaWorld): Promise<number[]> {
  const acknowledged: number[] = []
  const log = await world.open().catch(refused)
  if (log === undefined) return acknowledged
  for (const [i, [first, count]] of calls.entries()) {
    if (i === 2) {
      world.identity = identityOf('log.example', [2, 1])
      await log.resign(world.identity).catch(refused)
    }
    const done: { size: number } | undefined = await log.append(records(first, count)).catch(refused)
    if (done === undefined) continue
    acknowledged.push(first)
    assert.equal((await world.replicaHead())?.size, done.size, 'acknowledged before it was in the replica')
  }
  return acknowledged
}

function refused(error: { code?: string }): undefined {
  assert.match(error.code ?? '', failure, String(error))
}

/** What a fault shows up as. */
const failure = /^(io-failed|replica-failed)$/
/** Whether an error is one of those that a fault shows up as. */
export const died = ({ code }: GoferryError) => failure.test(code)

/** What a client that follows the log has seen of it. */
interface Shown {
  readonly size: number
  readonly root: Uint8Array
}

/** What the published log shows now. */
export async function shownBy(world: ReplicaWorld): Promise<Shown> {
  const { latest } = await world.read()
  return latest === undefined ? { size: 0, root: new Uint8Array() } : openSignedHead(latest, world.identity.verifiers)
}

/** The disk is lost: a copy of it from before catches up from the replica, and everything acknowledged is in it. */
export async function checkDisaster(
  backup: ReplicaWorld,
  acknowledged: readonly number[],
  shown: Shown,
): Promise<void> {
  await backup.catchUp()
  const log = await backup.open()
  for (const [first, count] of calls)
    if (acknowledged.includes(first)) assert.ok(holds(log, first + count - 1), `lost ${first}`)
  assert.ok(log.state.size >= shown.size, 'a client has seen more')
  if (shown.size > 0) assert.equal(await rootAt(backup.store, log.head(), shown.size), hex(shown.root), 'a fork')
  const reader = await backup.read()
  assert.equal(reader.state.size, log.state.size)
  await log.append([recordOf(5000)])
  assert.equal((await backup.replicaHead())?.root, log.head().root)
}

/** The disk as it was when the log was begun. */
export async function beginningOf(world: ReplicaWorld): Promise<ReplicaWorld> {
  const backup = new ReplicaWorld(world.place)
  backup.identity = world.identity
  backup.replica = undefined
  await backup.open(identityOf('log.example'))
  backup.replica = world.place
  return backup
}
