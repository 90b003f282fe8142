import { hashGoMod } from '../../../core/dirhash/dirhash.ts'
import { GoferryError } from '../../../core/errors.ts'
import type { ScanRecord } from '../../../core/ferry/import-state.ts'
import { quarantineKey } from '../../../core/ferry/quarantine.ts'
import type { TakenObject } from '../../../core/ferry/taken-object.ts'
import { sha256Of } from '../../../core/hash.ts'
import { formatTime } from '../../../core/log/entry-values.ts'
import { printable } from '../../../core/messages/text.ts'
import type { OperatorChecks } from '../../../ports/operator-checks.ts'
import { readChunks, readWhole } from '../../../ports/read-whole.ts'
import type { StoredBlob } from '../../../ports/store.ts'
import { openImport, reach, refuse } from './opened-import.ts'
import { takenObjects } from './taken-objects.ts'
import type { TakingWorld } from './taking-world.ts'

/** A check that the operator wants of whatever is imported. */
export interface ScanRule {
  readonly name: string
  /** The program and its arguments; `{folder}` is the folder with the files. Exit 0: clean, 1: unclean. */
  readonly command: readonly string[]
  /** Prints its version on the first line. */
  readonly version?: readonly string[] | undefined
  /** Prints how old what it knows is, on the first line: RFC 3339, or seconds since 1970. */
  readonly signatures?: readonly string[] | undefined
  /** Older ones are refused. */
  readonly maxAgeDays?: number | undefined
}

/** What scanning needs besides. */
export interface ScanWorld extends TakingWorld {
  readonly checks: OperatorChecks
  readonly rules: readonly ScanRule[]
}

/** How long a check may take, and how long it may take to tell its version, in milliseconds. */
const patience = { check: 6 * 3_600_000, fact: 60_000 }

/** What the checks said. */
export interface ScanReport {
  /** Blobs that were looked at. */
  readonly blobs: number
  readonly scans: readonly ScanRecord[]
}

/**
 * Has every check of the operator look at what lies in quarantine of an import, and notes what they said. Throws
 * `scan-stale` for a check whose knowledge is too old; `bundle-unclean` where one says no, and then the import is
 * refused, or where one cannot say; `interrupted`. Run again it begins anew.
 */
export async function scan(world: ScanWorld): Promise<ScanReport> {
  const { folder, trust, clock, rules } = world
  const { state, header, digest } = await openImport(folder, trust)
  if (state.step !== 'quarantined') return { blobs: 0, scans: state.scans }
  const scans: ScanRecord[] = []
  let blobs = 0
  if (rules.length > 0) {
    const facts = []
    for (const rule of rules) facts.push(await engine(world, rule))
    const room = await world.checks.openRoom()
    try {
      for await (const object of takenObjects(folder))
        await withBlob(world, digest, object, b => room.add(nameOf(object, ++blobs), b))
      for (const [i, rule] of rules.entries()) {
        world.watch.progress({ done: i, total: rules.length, bytes: 0, totalBytes: undefined, at: rule.name })
        if (blobs > 0) scans.push({ ...(await look(world, rule, room.path)), ...facts[i] })
      }
    } finally {
      await room.close()
    }
    for await (const object of takenObjects(folder)) await withBlob(world, digest, object, b => checkSame(object, b))
  }
  const bad = scans.find(({ outcome }) => outcome === 'unclean') ?? scans.find(({ outcome }) => outcome === 'failed')
  const now = clock.now()
  for (const { name, outcome, version } of scans) await world.watch.tell({ subject: name, outcome, version })
  if (bad === undefined) {
    await reach(folder, state, 'scanned', now, { scans })
    world.reached('scan-noted')
    return { blobs, scans }
  }
  const { name, outcome, output } = bad
  const reason = outcome === 'unclean' ? 'scan.unclean' : 'scan.failed'
  const error = new GoferryError('bundle-unclean', { subject: header.id, reason, params: { name, output } })
  if (world.watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'ferry in' })
  // What could not say yes may say so the next time.
  if (outcome === 'unclean') await refuse(folder, state, error, now, { scans })
  throw error
}

/** Version and age of what a check knows. Throws `scan-stale`. */
async function engine({ checks, clock, watch: { signal } }: ScanWorld, rule: ScanRule) {
  const ask = async (command: readonly string[] | undefined) => {
    if (command === undefined) return undefined
    const { code, output } = await checks.run(command, { patienceMs: patience.fact, signal })
    return code === 0 ? printable(output.split('\n')[0] ?? '').trim() : ''
  }
  const version = (await ask(rule.version)) ?? ''
  const told = await ask(rule.signatures)
  if (told === undefined) return { version }
  const time = /^\d{9,11}$/.test(told) ? Number(told) * 1000 : Date.parse(told)
  const { name, maxAgeDays = Number.POSITIVE_INFINITY } = rule
  const params = { days: rule.maxAgeDays ?? 0, told }
  if (Number.isNaN(time)) throw new GoferryError('scan-stale', { subject: name, reason: 'scan.no-age', params })
  if (clock.now() - time > maxAgeDays * 86_400_000) {
    const dated = { ...params, told: formatTime(time) }
    throw new GoferryError('scan-stale', { subject: name, reason: 'scan.stale', params: dated })
  }
  return { version, signatures: formatTime(time) }
}

async function look({ checks, clock, watch: { signal } }: ScanWorld, rule: ScanRule, folder: string) {
  const command = rule.command.map(argument => argument.replaceAll('{folder}', folder))
  const { code, output } = await checks.run(command, { patienceMs: patience.check, signal })
  const outcome: ScanRecord['outcome'] = code === 0 ? 'clean' : code === 1 ? 'unclean' : 'failed'
  const shown = output.split('\n').map(printable).join('\n').trim()
  return { name: rule.name, version: '', outcome, output: shown, at: formatTime(clock.now()) }
}

/** Numbers and the kind alone: what a check sees is named by nobody outside. */
function nameOf({ kind }: TakenObject, n: number): string {
  return `${String(n).padStart(7, '0')}.${kind === 'archive' ? 'tar.gz' : kind}`
}

async function withBlob(
  { store }: TakingWorld,
  bundle: string,
  { digest }: TakenObject,
  use: (blob: StoredBlob) => Promise<void>,
): Promise<void> {
  const key = quarantineKey(bundle, digest)
  const blob = await store.open(key)
  if (blob === undefined) throw new GoferryError('store-damaged', { subject: key })
  try {
    await use(blob)
  } finally {
    await blob.close()
  }
}

/** A check has the very file under another name: one that disinfects it in place must not get away with it. */
async function checkSame({ kind, digest }: TakenObject, blob: StoredBlob): Promise<void> {
  const found = kind === 'mod' ? hashGoMod(await readWhole(blob)) : await sha256Of(readChunks(blob))
  if (found !== digest) throw new GoferryError('store-damaged', { subject: digest, reason: 'scan.changed' })
}
