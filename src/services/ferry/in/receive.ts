import { fromWire, toWire, type WireError } from '../../../core/error-wire.ts'
import { GoferryError, isGoferryError } from '../../../core/errors.ts'
import { bringsBeyond } from '../../../core/ferry/brought.ts'
import { IMPORT_STEPS, type ImportState, type ImportStep } from '../../../core/ferry/import-state.ts'
import { importFolderName } from '../../../core/ferry/quarantine.ts'
import type { FlatFolder } from '../../../ports/flat-folder.ts'
import type { Watch } from '../../../ports/watch.ts'
import { Brought } from './copy-files.ts'
import { type FoundHeader, filesIn, findHeaders } from './find-headers.ts'
import { gather, missingOf } from './gather.ts'
import { readState } from './imports.ts'
import { checkFork, cursorOf, gapOf, incomplete, replayOf } from './judge.ts'
import { importFiles, reach, refuse } from './opened-import.ts'
import type { ReceiveWorld } from './receive-world.ts'
import { waitingHeaders } from './waiting-headers.ts'

/** What was brought. */
export interface ReceiveRequest {
  /** Folders and discs; only read. */
  readonly folders: readonly FlatFolder[]
  /** Who brought it: the name of a user of this machine. */
  readonly carrier: string
  /** Whether a bundle is taken that brings nothing new: to verify it, and to mend damaged files from it. */
  readonly heals: boolean
}

/** What came of one bundle. */
export interface ReceivedBundle extends Pick<ImportState, 'bundle' | 'id' | 'origin' | 'site' | 'from' | 'to'> {
  /** How far it is; undefined where nothing of it was kept. */
  readonly step: ImportStep | undefined
  /** The files that are still to be brought. */
  readonly missing: readonly string[]
  readonly error?: WireError
  /** When it says that it was cut, where that is more than a day from now: a clock is wrong, there or here. */
  readonly createdAhead?: string
}

/** How far ahead of this node's clock that of a mirror may be. */
const clocksApartMs = 86_400_000

/** What came of all of it. */
export interface ReceiveReport {
  /** In the order of the mirrors' logs. */
  readonly bundles: readonly ReceivedBundle[]
  /** Files that begin as a header does, and are none that is trusted. */
  readonly refused: readonly RefusedHeader[]
}

/** A file that begins as a header does. */
export interface RefusedHeader {
  readonly file: string
  readonly error: WireError
  /** Whether it says that it is of a bundle whose header also came whole. */
  readonly isCopy: boolean
}

/**
 * Takes what it finds of bundles into the node's own folder: their headers first, each held against the trust policy
 * before anything else is read; then the files that those name, by size and SHA-256, in any order and from any of the
 * folders. Also goes on with what came before. What is wrong with one bundle keeps no other from coming. Throws
 * `bundle-incomplete` where there is no header at all, `interrupted`, and what disks throw.
 */
export async function receive(world: ReceiveWorld, request: ReceiveRequest, watch: Watch): Promise<ReceiveReport> {
  const files = await filesIn(request.folders)
  const found = await findHeaders(files, world.trust, world.clock.now())
  const headers = [...found.trusted, ...(await waitingHeaders(world, found.trusted, watch))]
  if (headers.length === 0 && found.refused.length === 0) {
    const folders = request.folders.map(({ location }) => location).join(', ')
    throw new GoferryError('bundle-incomplete', { subject: '-', reason: 'bundle.no-header', params: { folders } })
  }
  const refused = found.refused.map(({ file, claims, error }) => ({
    file: `${file.folder.location}/${file.name}`,
    error: toWire(error),
    isCopy: headers.some(({ header }) => header.id === claims),
  }))
  for (const { file: subject, error } of refused) await watch.tell({ subject, outcome: 'refused', error })
  headers.sort((a, b) => a.header.from.size - b.header.from.size || a.header.to.size - b.header.to.size)
  const receiving = new Receiving(world, request, new Brought(files), watch)
  const bundles: ReceivedBundle[] = []
  for (const header of headers) bundles.push(await receiving.take(header))
  return { bundles: withGaps(world, bundles), refused }
}

/** What was not received whole, if anything: the first of it. A bad copy of a header that also came whole is none. */
export function receiveFailure({ bundles, refused }: ReceiveReport): GoferryError | undefined {
  // What was brought and is not trusted comes first: bundles that came before may wait for long.
  const failed = refused.find(({ isCopy }) => !isCopy)?.error ?? bundles.find(({ error }) => error)?.error
  return failed && fromWire(failed)
}

/** Names the gap before each bundle that is here and does not follow on what is, nor on another that came. */
function withGaps(world: ReceiveWorld, bundles: readonly ReceivedBundle[]): ReceivedBundle[] {
  const reach = new Map<string, number>()
  return bundles.map(row => {
    const size = reach.get(row.origin) ?? cursorOf(world.known(row.origin))
    const gap = row.error === undefined && isBeforeCommit(row.step) ? gapOf(row, size) : undefined
    if (gap !== undefined) return { ...row, error: toWire(gap) }
    if (row.error === undefined) reach.set(row.origin, Math.max(size, row.to))
    return row
  })
}

/** Whether an import is whole, and not in the log yet. */
function isBeforeCommit(step: ImportStep | undefined): boolean {
  const place = step === undefined ? -1 : IMPORT_STEPS.indexOf(step)
  return place >= IMPORT_STEPS.indexOf('received') && place < IMPORT_STEPS.indexOf('committed')
}

class Receiving {
  readonly #world: ReceiveWorld
  readonly #request: ReceiveRequest
  readonly #brought: Brought
  readonly #watch: Watch
  /** Bytes that bundles of this call will still take of the room: those of their objects. */
  #promised = 0

  constructor(world: ReceiveWorld, request: ReceiveRequest, brought: Brought, watch: Watch) {
    this.#world = world
    this.#request = request
    this.#brought = brought
    this.#watch = watch
  }

  /** Takes what there is of one bundle. Throws what a disk of the node's own throws, and `interrupted`. */
  async take(found: FoundHeader): Promise<ReceivedBundle> {
    const { header, digest } = found
    const { id, origin, site } = header
    const ahead = this.#ahead(found)
    const row = { bundle: digest, id, origin, site, from: header.from.size, to: header.to.size, ...ahead }
    const before = await this.#before(digest)
    const answer = async (step: ImportStep | undefined, missing: readonly string[], failure?: unknown) => {
      const error = failure === undefined ? undefined : toWire(failure)
      const outcome = step ?? 'refused'
      await this.#watch.tell({ subject: id, outcome, origin, missing, ...(error && { error }), ...ahead })
      return { ...row, step, missing, ...(error && { error }) }
    }
    if (before?.refusal !== undefined) return answer(before.step, [], fromWire(before.refusal))
    if (isBeforeCommit(before?.step)) return answer(before?.step, [])
    try {
      return await this.#takeNew(found, before, answer)
    } catch (error) {
      if (!isOfBundle(error)) throw error
      return answer((await this.#before(digest))?.step, [], error)
    }
  }

  /** What is told of a bundle from the future; it is taken all the same. */
  #ahead({ header: { id, origin, created } }: FoundHeader): { readonly createdAhead?: string } {
    const { clock, journal } = this.#world
    if (Date.parse(created) <= clock.now() + clocksApartMs) return {}
    journal.warn('bundle-ahead', { bundle: id, origin, created })
    return { createdAhead: created }
  }

  async #takeNew(
    found: FoundHeader,
    before: ImportState | undefined,
    answer: (step: ImportStep, missing: readonly string[], failure?: unknown) => Promise<ReceivedBundle>,
  ): Promise<ReceivedBundle> {
    const { imports, known, brought, clock, journal, reached } = this.#world
    const { header, digest } = found
    const heads = known(header.origin)
    try {
      checkFork(header, heads)
    } catch (error) {
      const { folder, state } = await this.#begin(found, before)
      journal.error('bundle-refused', { bundle: header.id, origin: header.origin, error: (error as Error).message })
      return answer((await refuse(folder, state, error, clock.now())).step, [], error)
    }
    const replay = replayOf(header, cursorOf(heads))
    const isNew = replay === undefined || bringsBeyond(header, await brought(header.origin))
    if (!isNew && !this.#request.heals) throw replay
    await this.#checkRoom(found, await imports.open(importFolderName(digest)))
    const { folder, state } = await this.#begin(found, before)
    reached('import-begun')
    const missing = await gather(this.#world, folder, header, this.#brought, this.#watch)
    if (missing.length > 0)
      return answer(
        state.step,
        missing.map(({ name }) => name),
        incomplete(header, missing),
      )
    const { step } = await reach(folder, state, 'received', clock.now())
    reached('import-received')
    return answer(step, [])
  }

  /** The folder of an import, with its header and its state. */
  async #begin(
    { header, digest, note }: FoundHeader,
    before: ImportState | undefined,
  ): Promise<{ folder: FlatFolder; state: ImportState }> {
    const { imports, clock } = this.#world
    const folder = await imports.make(importFolderName(digest))
    await folder.sweep()
    const { id, origin, site } = header
    const { carrier } = this.#request
    const fresh: ImportState = {
      format: 'goferry/import/v1',
      bundle: digest,
      id,
      origin,
      site,
      from: header.from.size,
      to: header.to.size,
      step: 'receiving',
      at: {},
      carriers: [],
      scans: [],
    }
    const known = before ?? fresh
    const carriers = known.carriers.includes(carrier) ? known.carriers : [...known.carriers, carrier]
    await folder.write(importFiles.header, [note])
    // What waits for approval goes on waiting, though discs to heal from come one by one.
    const step = known.step === 'committed' || known.step === 'done' ? known.step : 'receiving'
    return { folder, state: await reach(folder, known, step, clock.now(), { carriers }) }
  }

  async #before(digest: string): Promise<ImportState | undefined> {
    const folder = await this.#world.imports.open(importFolderName(digest))
    return folder && readState(folder)
  }

  /** Throws `no-space` where what is still to come has no room: its volumes, and then what they hold. */
  async #checkRoom({ header }: FoundHeader, folder: FlatFolder | undefined): Promise<void> {
    const { log, volumes, sealed } = header
    const whole = [log, ...volumes, ...sealed].reduce((sum, { size }) => sum + size, 0)
    const bytes = folder === undefined ? whole : (await missingOf(folder, header)).bytes
    const needed = bytes + header.stream.bytes + this.#promised
    const free = await this.#world.free()
    if (needed > free)
      throw new GoferryError('no-space', { subject: header.id, reason: 'bundle.no-room-in', params: { needed, free } })
    this.#promised += header.stream.bytes
  }
}

/** Whether `error` is of one bundle alone: the others go on. */
function isOfBundle(error: unknown): boolean {
  return (
    isGoferryError(error) && (error.code.startsWith('bundle-') || error.reason === 'bundle.no-room-in' || isSeal(error))
  )
}

/** It was sealed for another site, or what travelled is cut. */
function isSeal({ code }: GoferryError): boolean {
  return (code as string) === 'bad-seal'
}
