import { GoferryError } from '../../core/errors.ts'
import { formatTime } from '../../core/log/entry-values.ts'
import type { KnownArchive, KnownVersion } from '../../core/log/known-version.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { archiveFolder, archiveKey } from '../../core/toolchain/archive-key.ts'
import { type Toolchain, toolchainModule } from '../../core/toolchain/toolchain.ts'
import { blobKey } from '../../core/tree/keys.ts'
import type { Staged } from '../../ports/store.ts'
import type { ToolchainWorld } from './world.ts'

/** An archive is about as large as the zip, which has at most 500 MiB. */
const maxArchiveBytes = 1 << 30

/**
 * Makes the archive of a toolchain from its zip, where none is held, and logs it before anybody sees it. The same
 * recipe must give the same bytes as before; another may give others, which take the place of the former. What a crash
 * leaves is done by the next call. Throws `missing` where the zip is not held, or the publisher's own archive was lost;
 * `store-damaged` where the zip is not that of the record, `mismatch` where the archive is another than before;
 * `denied` for what is recalled, `no-space`, and what store, log and maker throw.
 */
export async function makeArchive(world: ToolchainWorld, toolchain: Toolchain): Promise<'made' | 'held'> {
  const { store, log, room } = world
  const module = toolchainModule(toolchain)
  const subject = `${module.path}@${module.version}`
  const known = log.state.version(module.path, module.version)
  const before = known?.archive
  if (before !== undefined && (await store.stat(archiveKey(module, before.sha256))) !== undefined) {
    // A crash may have kept the last call from that.
    await removeOthers(world, module, before.sha256)
    return 'held'
  }
  if (before !== undefined && before.recipe === undefined)
    throw new GoferryError('missing', { subject, reason: 'toolchain.official-lost', params: { sha256: before.sha256 } })
  if (known?.recalled !== undefined)
    throw new GoferryError('denied', { subject, reason: 'answer.recalled', params: { why: known.recalled } })
  await room.check()
  const staged = await stage(world, toolchain, known)
  try {
    world.reached('archive-staged')
    checkSame(world, module, before, staged)
    const { sha256, size } = staged
    const at = formatTime(world.clock.now())
    const made = { at, from: 'local', recipe: world.maker.recipe }
    if (before?.sha256 !== sha256) await log.append([{ kind: 'archive', ...module, sha256, size, ...made }])
    world.reached('archive-logged')
    await store.put(archiveKey(module, sha256), staged)
    world.reached('archive-put')
    room.took(module, size)
    await removeOthers(world, module, sha256)
  } finally {
    await staged.discard()
  }
  return 'made'
}

/** The archive, staged; what was read of the zip was that of the record. */
async function stage(
  { store, room, maker }: ToolchainWorld,
  toolchain: Toolchain,
  known: KnownVersion | undefined,
): Promise<Staged> {
  const module = toolchainModule(toolchain)
  const subject = `${module.path}@${module.version}`
  const zip = await store.open(blobKey('public', module, 'zip'))
  await zip?.close()
  if (zip?.location === undefined || known === undefined)
    throw new GoferryError('missing', { subject, reason: 'toolchain.no-zip' })
  let h1 = ''
  const made = maker.rebuild(zip.location, toolchain, hash => {
    h1 = hash
  })
  const staged = await store.stage(room.watched(made), maxArchiveBytes)
  if (h1 === known.record.h1Zip) return staged
  await staged.discard()
  const params = { wanted: known.record.h1Zip, found: h1 }
  throw new GoferryError('store-damaged', { subject, reason: 'answer.damaged', params })
}

/** Throws `mismatch` where the recipe of before gives other bytes than before. */
function checkSame(
  { journal, maker }: ToolchainWorld,
  { path, version }: ModuleVersion,
  before: KnownArchive | undefined,
  { sha256 }: Staged,
): void {
  if (before === undefined || before.sha256 === sha256 || before.recipe !== maker.recipe) return
  const params = { wanted: before.sha256, found: sha256 }
  journal.error('archive-differs', { module: `${path}@${version}`, recipe: maker.recipe, ...params })
  throw new GoferryError('mismatch', { subject: `${path}@${version}`, reason: 'toolchain.archive-differs', params })
}

/** Removes what lies in the place of former archives of `module`. */
export async function removeOthers(
  { store }: Pick<ToolchainWorld, 'store'>,
  module: ModuleVersion,
  sha256: string | undefined,
): Promise<void> {
  for (const name of await store.list(archiveFolder(module)))
    if (name !== sha256) await store.remove(`${archiveFolder(module)}/${name}`)
}
