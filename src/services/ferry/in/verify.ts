import { fromWire } from '../../../core/error-wire.ts'
import { GoferryError, isGoferryError } from '../../../core/errors.ts'
import type { ImportState, ImportStep } from '../../../core/ferry/import-state.ts'
import { importFolderName } from '../../../core/ferry/quarantine.ts'
import type { RecordHashes } from '../../../core/sumdb/record-hashes.ts'
import type { FlatFolder } from '../../../ports/flat-folder.ts'
import type { Item, Watch } from '../../../ports/watch.ts'
import { bundleEntries } from './bundle-leaves.ts'
import { checkHashes } from './check-hashes.ts'
import type { CheckReport } from './check-world.ts'
import { missingOf } from './gather.ts'
import { findImport, type Import } from './imports.ts'
import { cursorOf, gapOf } from './judge.ts'
import { type OpenedImport, openImport, reach, refuse } from './opened-import.ts'
import type { ReceiveWorld } from './receive-world.ts'

/** What verifying a bundle needs of the node. */
export interface VerifyWorld extends Omit<ReceiveWorld, 'free' | 'recover' | 'unseal'> {
  /** Has the bundle in the folder `name` of the imports checked by `checkBundle`, in a process of its own. */
  check(name: string, origin: string, watch: Watch): Promise<CheckReport>
  /** What the node's own log says of a version. */
  record(path: string, version: string): RecordHashes | undefined
}

/** What came of it. */
export interface VerifyReport extends Partial<CheckReport> {
  /** SHA-256 of the text of the header. */
  readonly bundle: string
  readonly id: string
  readonly origin: string
  readonly step: ImportStep
}

/**
 * Verifies the received bundle that `named` names, and notes that it is; one that was verified before is left as it
 * is. A file that was damaged since it came is removed, to be brought again. What breaks a rule is refused for good,
 * with its files as evidence, and is an alarm in the journal. Throws what `checkBundle` throws; `bundle-gap` where the
 * bundle before it was not imported yet; `bundle-refused` where the node's own log has other hashes of a version.
 */
export async function verifyImport(world: VerifyWorld, named: string, watch: Watch): Promise<VerifyReport> {
  const found = await findImport(world.imports, named)
  const { state } = found
  const { bundle, id, origin, step } = state
  if (state.refusal !== undefined) throw fromWire(state.refusal)
  if (step === 'receiving') throw await stillMissing(world, found)
  if (step !== 'received') return { bundle, id, origin, step }
  const gap = gapOf(state, cursorOf(world.known(origin)))
  if (gap !== undefined) throw gap
  try {
    const report = await check(world, found, watch)
    const next = await reach(found.folder, state, 'verified', world.clock.now())
    world.reached('import-verified')
    return { bundle, id, origin, step: next.step, ...report }
  } catch (error) {
    await settle(world, found, error)
    throw error
  }
}

async function check(world: VerifyWorld, { folder, state }: Import, watch: Watch): Promise<CheckReport> {
  const unrecorded: Item[] = []
  const report = await world.check(importFolderName(state.bundle), state.origin, {
    signal: watch.signal,
    progress: now => watch.progress(now),
    tell: async item => {
      if (item.outcome === 'unrecorded') unrecorded.push(item)
      else await watch.tell(item)
    },
  })
  const imported = await openImport(folder, world.trust)
  await checkRecords(world, folder, imported, watch)
  for (const item of unrecorded) {
    const { path, version, h1Zip, h1Mod } = item as unknown as RecordHashes & { path: string; version: string }
    holdAgainst(world, state.id, { path, version, h1Zip, h1Mod })
  }
  return report
}

/** Two authorities with other hashes of one version: neither is taken (design §2). */
async function checkRecords(
  world: VerifyWorld,
  folder: FlatFolder,
  { header }: OpenedImport,
  { signal }: Watch,
): Promise<void> {
  for await (const { entry } of bundleEntries(folder, header)) {
    if (signal.aborted) throw new GoferryError('interrupted', { subject: 'ferry in' })
    if (entry.kind === 'record') holdAgainst(world, header.id, entry)
  }
}

function holdAgainst(
  world: VerifyWorld,
  subject: string,
  { path, version, ...hashes }: Partial<RecordHashes> & { readonly path: string; readonly version: string },
): void {
  const known = world.record(path, version)
  if (known === undefined) return
  try {
    checkHashes(known, hashes)
  } catch (cause) {
    if (!isGoferryError(cause, 'bundle-damaged')) throw cause
    const { found = '', expected = '' } = cause.params
    const params = { module: `${path}@${version}`, brought: found, known: expected }
    throw new GoferryError('bundle-refused', { subject, reason: 'bundle.other-hashes', params, cause })
  }
}

/** What a failure makes of the import. */
async function settle({ clock, journal }: VerifyWorld, { folder, state }: Import, error: unknown): Promise<void> {
  const now = clock.now()
  if (isGoferryError(error, 'bundle-fork', 'bundle-internal', 'bundle-refused')) {
    await refuse(folder, state, error, now)
    journal.error('bundle-refused', { bundle: state.id, origin: state.origin, error: error.message })
  } else if (isGoferryError(error, 'bundle-damaged', 'bundle-incomplete')) await askAgain(folder, state, error, now)
}

/** Files that were damaged since they came go, and are brought again. */
async function askAgain(folder: FlatFolder, state: ImportState, { subject }: GoferryError, now: number): Promise<void> {
  const damaged = subject.split(', ').filter(name => name.startsWith(`gf-${state.id}-`))
  for (const name of damaged) await folder.remove(name)
  await reach(folder, state, 'receiving', now)
}

async function stillMissing({ trust }: VerifyWorld, { folder, state }: Import): Promise<GoferryError> {
  const { header } = await openImport(folder, trust)
  const { toCome } = await missingOf(folder, header)
  const names = toCome.map(({ name }) => name).join(', ')
  return new GoferryError('bundle-incomplete', { subject: state.id, reason: 'bundle.missing', params: { names } })
}
