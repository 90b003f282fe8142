import { randomUUID } from 'node:crypto'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AgeSealing } from '../adapters/age/age-sealing.ts'
import { MachineChecks } from '../adapters/checks/machine-checks.ts'
import { DataLock } from '../adapters/fs/data-lock.ts'
import { DirectDiskStore } from '../adapters/fs/direct-disk-store.ts'
import { makeDiskFolder, openDiskFolder } from '../adapters/fs/disk-folder.ts'
import { DiskFolders } from '../adapters/fs/disk-folders.ts'
import { DiskHead } from '../adapters/fs/disk-head.ts'
import { openDiskSource } from '../adapters/fs/disk-source.ts'
import { DiskSpace } from '../adapters/fs/disk-space.ts'
import { DiskStore } from '../adapters/fs/disk-store.ts'
import { DiskTreeFiles } from '../adapters/fs/disk-tree-files.ts'
import { filePiecesIn } from '../adapters/fs/file-pieces.ts'
import { DiskKeyFiles } from '../adapters/fs/key-files.ts'
import { openLocalFile as openLocalDiskFile } from '../adapters/fs/local-file.ts'
import { writeNewFile as writeNewDiskFile } from '../adapters/fs/new-file.ts'
import { GoCaches } from '../adapters/go-command/go-caches.ts'
import { InstalledGo } from '../adapters/go-command/go-command.ts'
import { TemporaryGo } from '../adapters/go-command/go-scratch.ts'
import { noNetwork } from '../adapters/go-command/no-network.ts'
import { AthensStore, walkAthensStore } from '../adapters/goproxy/athens-store.ts'
import { ChainUpstream } from '../adapters/goproxy/chain-upstream.ts'
import { goEnvProxy } from '../adapters/goproxy/go-env.ts'
import { MeteredUpstream } from '../adapters/goproxy/metered-upstream.ts'
import { walkModuleCache } from '../adapters/goproxy/module-cache.ts'
import { openUpstream } from '../adapters/goproxy/open-upstream.ts'
import { SplitUpstream } from '../adapters/goproxy/split-upstream.ts'
import { checkOpenPgp } from '../adapters/openpgp/check-open-pgp.ts'
import { PinoJournal } from '../adapters/pino/pino-journal.ts'
import { ChildProcesses } from '../adapters/processes/child-processes.ts'
import { qrCode as qrCodeOf } from '../adapters/qr/qr-code.ts'
import { S3Bucket } from '../adapters/s3/s3-bucket.ts'
import { S3Head } from '../adapters/s3/s3-head.ts'
import { S3Store } from '../adapters/s3/s3-store.ts'
import type { Owner } from '../adapters/sql/migrate.ts'
import type { PostgresPlace } from '../adapters/sql/place.ts'
import { parsePostgresUrl } from '../adapters/sql/postgres-url.ts'
import { SqlIndex } from '../adapters/sql/sql-index.ts'
import { LinuxMachine } from '../adapters/system/linux-machine.ts'
import { systemClock } from '../adapters/system/system-clock.ts'
import { ThreadArchiveMaker } from '../adapters/threads/thread-archive-maker.ts'
import { ThreadZipCheck } from '../adapters/threads/thread-zip-check.ts'
import { XorrisoImages } from '../adapters/xorriso/xorriso-images.ts'
import type { ArchiveMaker } from '../ports/archive-maker.ts'
import type { CachedFiles } from '../ports/cached-files.ts'
import type { Clock } from '../ports/clock.ts'
import type { OpenPieces } from '../ports/file-pieces.ts'

import type { FlatFolders, OpenFlatFolder } from '../ports/flat-folder.ts'
import type { GoCommand } from '../ports/go-command.ts'
import type { GoScratch } from '../ports/go-scratch.ts'
import type { HeadStore } from '../ports/head.ts'
import type { IsoMaker } from '../ports/iso-maker.ts'
import type { JobQueue } from '../ports/job-queue.ts'
import type { Journal } from '../ports/journal.ts'
import type { KeyFiles } from '../ports/key-files.ts'
import type { OpenLocalFile } from '../ports/local-file.ts'
import type { Lock } from '../ports/lock.ts'
import type { Machine } from '../ports/machine.ts'
import type { ModuleIndex } from '../ports/module-index.ts'
import type { ModuleWalk } from '../ports/module-walk.ts'
import type { OperatorChecks } from '../ports/operator-checks.ts'
import type { Probe } from '../ports/probe.ts'
import type { QrCode } from '../ports/qr-code.ts'
import type { Sealing } from '../ports/sealing.ts'
import type { CheckSignature } from '../ports/signature-check.ts'
import type { OpenSourceFolder } from '../ports/source-folder.ts'
import type { Space } from '../ports/space.ts'
import type { Store } from '../ports/store.ts'
import type { TreeFiles } from '../ports/tree-files.ts'
import type { Upstream } from '../ports/upstream.ts'
import type { WorkProcesses } from '../ports/work-processes.ts'
import type { ZipCheck } from '../ports/zip-check.ts'
import { type Identity, Keys } from '../services/keys/keys.ts'
import type { ReplicaPlace } from '../services/log/replica-place.ts'
import type { ReplicaName } from './config/replica.ts'
import type { Settings } from './config/schema.ts'
import { reachedStep } from './crash-point.ts'
import { databasePassword, environment } from './environment.ts'

// The only file that names adapters: here it is decided what stands behind each port.

/** Threads that check and hash zips in one process, and how many checks may wait for them. */
const ZIP_THREADS = { threads: 2, waiting: 1000 }

/** The time. */
export const clock: Clock = systemClock

/** Files, space and limits of this machine. */
export const machine: Machine = new LinuxMachine()

/** The journal of one process of a node. A quiet one, for commands at a terminal, leaves out what went well. */
export function openJournal({ logFile, role }: Settings, { quiet = false } = {}): Journal {
  return new PinoJournal({ file: logFile, node: role, quiet: quiet && logFile === undefined })
}

/** The store of the node's folder. */
export function openStore(data: string): Store {
  return new DiskStore(data)
}

/** The store of the node's folder, for a command that has nothing else to do: it reads on its own thread. */
export function openStoreAlone(data: string): Store {
  return new DirectDiskStore(data)
}

/** What lies in the trees of the node's folder. */
export function openTreeFiles(data: string): TreeFiles {
  return new DiskTreeFiles(data)
}

/** The medium of the node's folder. */
export function openSpace(data: string): Space {
  return new DiskSpace(data)
}

/**
 * The go command in a folder of its own, which takes modules from `goproxy` alone; `bin`: its folder, if not of PATH.
 */
export function openGoScratch(goproxy: string, bin?: string): Promise<GoScratch> {
  // What comes was verified where it comes from.
  const parts = { sumdb: 'off', toolchain: 'local' as const, wrapper: [], buildCache: undefined }
  const path = [...(bin === undefined ? [] : [bin]), environment['PATH'] ?? ''].join(delimiter)
  return TemporaryGo.open({ ...parts, goproxy, path, walk: walkModuleCache })
}

/** The go command in a folder of its own, which takes toolchains from the node's tree, held against the key `sumdb`. */
export function openHeldGo(data: string, sumdb: string): Promise<GoScratch> {
  const goproxy = pathToFileURL(join(data, 'public')).href
  const parts = { toolchain: 'auto' as const, wrapper: [], buildCache: undefined, walk: walkModuleCache }
  return TemporaryGo.open({ ...parts, goproxy, sumdb, path: environment['PATH'] })
}

/** What is put before a command so that it has no network; nothing where the system does not allow that. */
export const noNetworkWrapper = noNetwork

/**
 * The go command as on a desk that has the node's folder and nothing else: modules come from its tree, each held
 * against its log, whose key is `sumdb`. Without a network where the system allows that, which `isolation` tells.
 */
export async function openRehearsalGo(
  data: string,
  sumdb: string,
): Promise<{ readonly go: GoScratch; readonly isolation: 'namespace' | 'settings' }> {
  const wrapper = await noNetwork()
  const settings = await new InstalledGo(environment, data).settings()
  const go = await TemporaryGo.open({
    goproxy: pathToFileURL(join(data, 'public')).href,
    path: environment['PATH'],
    sumdb,
    toolchain: 'auto',
    wrapper,
    buildCache: settings?.values['GOCACHE'],
    walk: walkModuleCache,
  })
  return { go, isolation: wrapper.length > 0 ? 'namespace' : 'settings' }
}

/** The folder of a module that is to be published. */
export const openSourceFolder: OpenSourceFolder = openDiskSource

/** A disc, or a place where volumes lie. */
export const openFlatFolder: OpenFlatFolder = openDiskFolder

/** The same, made where it is missing. */
export const makeFlatFolder: OpenFlatFolder = makeDiskFolder

/** The imports of the node in the folder `data`. */
export function openImports(data: string): FlatFolders {
  return new DiskFolders(importsFolder(data))
}

/** The path of the folder with the imports of the node in the folder `data`. */
export function importsFolder(data: string): string {
  return join(data, 'ferry', 'in')
}

/** Pieces of the files in the folder at an absolute path, read without waiting. */
export const openPiecesIn: (folder: string) => OpenPieces = filePiecesIn
/** The checks of the operator, over files on the disk of the node's folder. */
export function openChecks(data: string): OperatorChecks {
  return new MachineChecks(join(data, 'run', 'scan'), environment['PATH'])
}

/** What is sealed for a site. */
export const sealing: Sealing = new AgeSealing()

/** Images of discs. */
export const isoMaker: IsoMaker = new XorrisoImages(environment['PATH'])

/** QR codes for labels. */
export const qrCode: QrCode = qrCodeOf

/** A file that somebody named. */
export const openLocalFile: OpenLocalFile = openLocalDiskFile

/** Checks what a publisher signed. */
export const checkSignature: CheckSignature = checkOpenPgp

/** Writes a file that must not be there yet. */
export const writeNewFile = writeNewDiskFile

/** Whose a database on a server is: that of the node which signs as `identity`. */
export function ownerOf({ name, retiredNames }: Pick<Identity, 'name' | 'retiredNames'>): Owner {
  return { name, formerNames: retiredNames }
}

/** The server that the settings leave the databases of the node to; undefined for files. Throws `bad-settings`. */
function serverOf({ database }: Settings): PostgresPlace | undefined {
  return database === 'sqlite' ? undefined : parsePostgresUrl(database, databasePassword)
}

/** The index of what the node's folder holds; on a server, `owner` keeps others out of it. Throws `bad-settings`. */
export function openIndex(data: string, settings: Settings, owner: Owner): ModuleIndex {
  return new SqlIndex(serverOf(settings) ?? { kind: 'sqlite', file: join(data, 'index.sqlite'), sync: 'normal' }, owner)
}

/** The server that the settings name, if the node of `owner` can use it; undefined for none. Throws what is wrong. */
export async function examineServer(
  settings: Settings,
  owner: Owner | undefined,
): Promise<{ name: string; version: number } | undefined> {
  const place = serverOf(settings)
  if (place === undefined) return undefined
  const { examinePostgres } = await import('../adapters/sql/examine.ts')
  return examinePostgres(place, owner)
}

/**
 * The jobs of the node's folder; on a server, `owner` keeps others out of them, where it is known. Throws what its
 * database throws.
 */
export async function openJobQueue(data: string, settings: Settings, owner: Owner | undefined): Promise<JobQueue> {
  const place = serverOf(settings) ?? ({ kind: 'sqlite', file: join(data, 'jobs.sqlite'), sync: 'full' } as const)
  const { openSqlQueue } = await import('../adapters/sql/open-queue.ts')
  return openSqlQueue(place, systemClock, owner)
}

/** Processes for work that could take too much. */
export const workProcesses: WorkProcesses = new ChildProcesses(new URL('./jobs/works.ts', import.meta.url))

/** The head of the log in the node's folder. */
export function openHeads(data: string): HeadStore {
  return new DiskHead(data)
}

/** The replica of the log of the node's folder `data`, at the place of that name. Nothing is asked of it yet. */
export function openReplica(name: ReplicaName, data: string): ReplicaPlace {
  if (name.kind === 'folder')
    return { store: new DiskStore(name.folder), heads: new DiskHead(name.folder), newId: randomUUID }
  const bucket = new S3Bucket(name)
  return { store: new S3Store(bucket, new DiskStore(data)), heads: new S3Head(bucket), newId: randomUUID }
}

/** The lock of the node's folder. */
export function openLock(data: string): Lock {
  return new DataLock(data)
}

/** Threads for zips, started when they are first needed. */
export function openZipCheck(): ZipCheck {
  return new ThreadZipCheck(ZIP_THREADS)
}

/** Archives of toolchains, made on threads. */
export const archiveMaker: ArchiveMaker = new ThreadArchiveMaker()

/** Files of keys in a folder of their own. */
export function openKeyFiles(folder: string): KeyFiles {
  return new DiskKeyFiles(folder)
}

/** The keys of the node's folder; `environment` is the value of GOFERRY_KEY. */
export function openKeys(data: string, environment: string | undefined): Keys {
  return new Keys({ files: new DiskKeyFiles(join(data, 'keys')), clock, reached: reachedStep, environment })
}

/** The upstream at a URL, which may carry credentials; its `name` is the URL without them. Throws `bad-settings`. */
export function upstreamAt(url: string): Upstream {
  return openUpstream(url)
}

/** What a value of GOPROXY names as the one upstream of a node, with notices for what was left out. */
export { discFoldersAt } from '../adapters/fs/disk-folder.ts'
export { parseGoproxy } from '../adapters/goproxy/go-env.ts'

/**
 * The whole GOPROXY of the machine's own Go settings, also without what `go env -w` wrote; undefined where there is no
 * go command.
 */
export function readGoEnvProxy({ written = true } = {}): Promise<string | undefined> {
  return goEnvProxy(written ? environment : { ...environment, GOENV: 'off' })
}

/** The upstream in the form of GOPROXY with a count of its bytes; `signal` cuts it off. */
export function metered(upstream: Upstream, signal: AbortSignal): MeteredUpstream {
  return new MeteredUpstream(upstream, signal)
}

/** The go command of this machine, in the folder where goferry was called. */
export function installedGo(): GoCommand {
  return new InstalledGo(environment, process.cwd())
}

/** What the go command keeps on the disk. */
export function goCaches(): CachedFiles {
  return new GoCaches()
}

/** The web proxy through which the go command asks for a URL. */
export { webProxyFor } from '../adapters/goproxy/web-proxy.ts'

/** A look at the server at an http or https URL. Throws `bad-settings`. */
export async function probeAt(url: string): Promise<Probe & { readonly url: string }> {
  const { HttpProbe } = await import('../adapters/goproxy/http-probe.ts')
  return new HttpProbe(url)
}

/** A module cache, and the checksum database behind `chain`, then as the cache recorded it. */
export function moduleCache(folder: string, chain: Upstream | undefined): { upstream: Upstream; walk: ModuleWalk } {
  const download = join(folder, 'cache/download')
  const files = openUpstream(pathToFileURL(download).href)
  const links = [chain, files].flatMap(upstream => (upstream ? [{ upstream, orAfterError: true }] : []))
  return { upstream: new SplitUpstream(files, new ChainUpstream(links)), walk: () => walkModuleCache(download) }
}

/** The disk store of an Athens proxy, and the checksum database behind `chain`. */
export function athensStore(folder: string, chain: Upstream | undefined): { upstream: Upstream; walk: ModuleWalk } {
  const files = new AthensStore(folder)
  return { upstream: new SplitUpstream(files, chain ?? files), walk: () => walkAthensStore(folder) }
}
