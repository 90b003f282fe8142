import { sameBytes, utf8 } from '../../core/bytes.ts'
import { type FileDigest, hashFiles, hashGoMod } from '../../core/dirhash/dirhash.ts'
import { GoferryError } from '../../core/errors.ts'
import { hex, sha256 } from '../../core/hash.ts'
import type { KnownVersion } from '../../core/log/known-version.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { findPseudoTime, isPseudoVersion, pseudoVersionTime } from '../../core/module/pseudo-version.ts'
import { checkIncompatible, checkVersion } from '../../core/module/version.ts'
import { decide, isReserved } from '../../core/policy/policy.ts'
import { KINDS, type Kind } from '../../core/tree/keys.ts'
import { maxZipBytes } from '../../core/zip/limits.ts'
import { digestFiles, writeZip, type ZipSource } from '../../core/zip/write-zip.ts'
import type { Staged } from '../../ports/store.ts'
import { readModule, type SourceModule } from './read-module.ts'
import type { PublishWorld } from './world.ts'

/** What is to be published. */
export interface PublishRequest {
  /** An absolute path. */
  readonly folder: string
  readonly version: string
  /** Whether nothing is to be written: each file is told instead. */
  readonly dry: boolean
}

/** What publishing came to. */
export interface PublishReport extends ModuleVersion {
  /** `held`: it was published before, with this content. `ready`: nothing was written, and it could be. */
  readonly outcome: 'published' | 'held' | 'ready'
  readonly h1Zip: string
  readonly h1Mod: string
  /** How many there are in the zip, and left out. */
  readonly files: number
  readonly omitted: number
  /** Bytes of the files in the zip, unpacked. */
  readonly bytes: number
}

/**
 * Publishes the module in a folder under `version`: makes its zip as Go does, checks that as if it had come from
 * outside, logs record, info and zip together, and only then makes them visible. Published is immutable: the same
 * content again changes nothing, and other content is refused. Tells each invalid file, and of a dry run each file.
 *
 * Throws `absent`, `io-failed` (unreadable, or changed meanwhile), `bad-gomod`, `bad-module-path`, `bad-version` for
 * what is no module; `denied` by policy or a recall; `bad-zip`, `too-large` where Go would make no zip of it;
 * `store-conflict` where the version has other content; `interrupted`; and what log, store and tree throw. After any of
 * them the same call goes on from there.
 */
export async function publish(world: PublishWorld, request: PublishRequest): Promise<PublishReport> {
  const root = await world.open(request.folder)
  const source = await readModule(root, () => goOn(world))
  const module = { path: source.path, version: request.version }
  checkVersion(module.path, module.version)
  checkIncompatible(module, true)
  // Throws where the time in its name is none: then its .info could say none.
  if (isPseudoVersion(module.version)) pseudoVersionTime(module.version)
  checkAllowed(world, module)
  await tellFiles(world, source, request.dry)
  checkFiles(source, module)
  const known = world.log.state.version(module.path, module.version)
  const report = (outcome: PublishReport['outcome'], h1Zip: string): PublishReport => ({
    ...module,
    outcome,
    h1Zip,
    h1Mod: hashGoMod(source.goMod),
    files: source.valid.length,
    omitted: source.omitted.length,
    bytes: bytesOf(source),
  })
  if (known !== undefined || request.dry) {
    const h1 = await hashSource(world, module, source)
    checkSame(module, known, h1)
    if (known !== undefined && (await isHeld(world, module))) {
      // A try before may have failed at the very last step.
      if (!request.dry) await world.tree.relist(module.path)
      return report('held', h1)
    }
    if (request.dry) return report('ready', h1)
  }
  const h1 = await stageAndTake(world, module, source)
  world.journal.info('published', { module: `${module.path}@${module.version}`, h1 })
  return report('published', h1)
}

/** Throws `denied` for what is not ours to publish: only internal modules are, and not those that policy hides. */
function checkAllowed({ policy, log }: PublishWorld, { path, version }: ModuleVersion): void {
  const subject = `${path}@${version}`
  if (!isReserved(policy, path)) throw new GoferryError('denied', { subject, reason: 'publish.not-reserved' })
  const decision = decide(policy, path)
  if (decision.verdict === 'denied') throw new GoferryError('denied', { subject, reason: decision.reason })
  const why = log.state.version(path, version)?.recalled
  if (why !== undefined) throw new GoferryError('denied', { subject, reason: 'answer.recalled', params: { why } })
}

async function tellFiles({ watch }: PublishWorld, source: SourceModule, dry: boolean): Promise<void> {
  const { valid, omitted, invalid } = source
  if (dry) {
    for (const { path, size } of valid) await watch.tell({ subject: path, outcome: 'file', size })
    for (const { path, ...why } of omitted) await watch.tell({ subject: path, outcome: 'omitted', ...why })
  }
  for (const { path, ...why } of invalid) await watch.tell({ subject: path, outcome: 'invalid', ...why })
}

/** Throws `bad-zip` or `too-large` where Go would make no zip of `source`. */
export function checkFiles({ invalid, isTooLarge }: SourceModule, { path, version }: ModuleVersion): void {
  const subject = `${path}@${version}`
  if (isTooLarge)
    throw new GoferryError('too-large', { subject, reason: 'zip.unpacked-limit', params: { bytes: maxZipBytes } })
  if (invalid.length === 0) return
  throw new GoferryError('bad-zip', { subject, reason: 'publish.invalid', params: { count: invalid.length } })
}

/** Throws `store-conflict` where the log names other content for the version. */
function checkSame({ path, version }: ModuleVersion, known: KnownVersion | undefined, found: string): void {
  const held = known?.record.h1Zip
  if (held === undefined || held === found) return
  const params = { held, found }
  throw new GoferryError('store-conflict', { subject: `${path}@${version}`, reason: 'publish.other', params })
}

async function isHeld({ tree }: PublishWorld, module: ModuleVersion): Promise<boolean> {
  const held = await Promise.all(KINDS.map(kind => tree.has(module, kind)))
  return !held.includes(false)
}

async function hashSource(world: PublishWorld, module: ModuleVersion, source: SourceModule): Promise<string> {
  const h1 = hashFiles(await digestFiles(module, watched(world, source)))
  await source.checkUnchanged()
  return h1
}

/** Makes the zip, checks it, takes it; gives its `h1:`. */
async function stageAndTake(world: PublishWorld, module: ModuleVersion, source: SourceModule): Promise<string> {
  const digests: FileDigest[] = []
  const zip = writeZip(module, watched(world, source), digest => void digests.push(digest))
  await world.room.check()
  const staged = await world.store.stage(world.room.watched(zip), maxZipBytes)
  try {
    await source.checkUnchanged()
    world.reached('blob-staged')
    const h1 = hashFiles(digests)
    await checkStaged(world, module, { staged, h1, goMod: source.goMod })
    goOn(world)
    await take(world, module, { staged, h1, goMod: source.goMod })
    return h1
  } finally {
    await staged.discard()
  }
}

/** A zip of ours on its way into the node. */
interface Made {
  readonly staged: Staged
  readonly h1: string
  readonly goMod: Uint8Array
}

/** Throws what a zip from outside would be refused for, `mismatch` where the disk gives back other bytes. */
async function checkStaged({ zipCheck }: PublishWorld, module: ModuleVersion, made: Made): Promise<void> {
  const found = await zipCheck.inspect(made.staged.location, module)
  const same = found.h1 === made.h1 && found.goMod !== undefined && sameBytes(found.goMod, made.goMod)
  if (!same) throw mismatch(module, 'zip', found.h1, made.h1)
}

/** Logs what the log does not say yet, then makes visible what is not held. */
async function take(world: PublishWorld, module: ModuleVersion, { staged, h1, goMod }: Made): Promise<void> {
  const { log, tree } = world
  // Settles what became of an append that failed: it may have come.
  await log.append([])
  const known = log.state.version(module.path, module.version)
  checkSame(module, known, h1)
  // The time of publishing stays that of the first try: it stands in the entry of the zip, so that the .info that the
  // log names can be made again.
  const at = known?.zip?.at ?? `${new Date(world.clock.now()).toISOString().slice(0, 19)}Z`
  const info = infoOf(module.version, at)
  const digest = hex(sha256(info))
  const held = await Promise.all(KINDS.map(kind => tree.has(module, kind)))
  const lacks = (kind: Kind) => !held[KINDS.indexOf(kind)]
  if (lacks('info') && known?.info !== undefined && known.info.sha256 !== digest)
    throw mismatch(module, '.info', digest, known.info.sha256)
  const { sha256: zipDigest, size } = staged
  // The log passes over what it says already.
  const entries: Parameters<typeof log.append>[0] = [
    { kind: 'record', ...module, h1Zip: h1, h1Mod: hashGoMod(goMod) },
    { kind: 'info', ...module, sha256: known?.info?.sha256 ?? digest },
    ...(lacks('zip')
      ? [{ kind: 'zip', ...module, sha256: zipDigest, size, at, from: 'local', unlisted } as const]
      : []),
  ]
  const parts = {
    ...(lacks('zip') && { zip: staged }),
    ...(lacks('mod') && { mod: goMod }),
    ...(lacks('info') && { info }),
  }
  await tree.publish(module, parts, () => log.append(entries))
  if (known !== undefined) world.partCame(module)
  if (lacks('zip')) world.room.took(module, size)
}

/** In the form that Go's own proxies give; of a pseudo-version the time is the one in its name. */
function infoOf(version: string, at: string): Uint8Array {
  const time = findPseudoTime(version)?.toISOString().replace('.000Z', 'Z') ?? at
  return utf8(JSON.stringify({ Version: version, Time: time }))
}

/** The files of `source`, each of which tells how far it is as it is read. */
function* watched(world: PublishWorld, source: SourceModule): Generator<ZipSource> {
  const { valid } = source
  const totalBytes = bytesOf(source)
  let bytes = 0
  for (const [done, file] of valid.entries()) {
    const read = async function* () {
      for await (const piece of file.read()) {
        goOn(world)
        bytes += piece.length
        yield piece
      }
    }
    yield { path: file.path, size: file.size, read }
    world.watch.progress({ done: done + 1, total: valid.length, bytes, totalBytes, at: file.path })
  }
}

function bytesOf({ valid }: SourceModule): number {
  return valid.reduce((sum, { size }) => sum + size, 0)
}

function goOn({ watch }: PublishWorld): void {
  if (watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'publish' })
}

function mismatch({ path, version }: ModuleVersion, file: string, got: string, wanted: string): GoferryError {
  const params = { file, got, wanted }
  return new GoferryError('mismatch', { subject: `${path}@${version}`, reason: 'pull-hash', params })
}

/** Why the public database lists no such version, in the log. */
const unlisted = 'internal module, published here'
