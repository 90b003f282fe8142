import { GoferryError } from '../../../core/errors.ts'
import type { BundleFile, BundleHeader } from '../../../core/ferry/bundle-header.ts'
import { formatHeader, headerDigest } from '../../../core/ferry/format-header.ts'
import { formatRanges, type IdRanges, subtract, toRanges, unite } from '../../../core/ferry/id-ranges.ts'
import { type Layout, layOut } from '../../../core/ferry/layout.ts'
import { frameSize } from '../../../core/ferry/object-frame.ts'
import { base64 } from '../../../core/hash.ts'
import { signNote } from '../../../core/note/sign-note.ts'
import { certificatesAfter } from './certificates.ts'
import { CutNotes } from './notes.ts'
import { writePapers } from './papers.ts'
import { bundleId, firstOwed, type Plan, planObjects } from './plan.ts'
import { type Segment, wasCarried } from './segment.ts'
import type { CutWish, CutWorld } from './world.ts'
import { writeVolumes } from './write-volumes.ts'

/** What a bundle came to, or would. */
export interface CutReport {
  readonly id: string
  /** SHA-256 of the text of its header; undefined for what would be. */
  readonly digest: string | undefined
  readonly origin: string
  readonly site: string
  readonly from: number
  readonly to: number
  /** Versions of which something travels: `path@version`. */
  readonly versions: Plan['versions']
  readonly objects: number
  /** Bytes of the stream. */
  readonly bytes: number
  /** Entries whose blob stays at home, by selection and policy, and because it is not held: `3-7,9`. */
  readonly withheld: string
  readonly lacking: string
  /** The versions that those are of. */
  readonly withheldVersions: Plan['left']['withheld']
  readonly lackingVersions: Plan['left']['lacking']
  readonly volumes: number
  readonly parity: number
  readonly discs: readonly CutDisc[]
}

/** A disc of a bundle. */
export interface CutDisc {
  /** The folder; undefined for one that would be. */
  readonly location: string | undefined
  /** Bytes of its volumes. */
  readonly bytes: number
}

/** What is to be noted of a bundle that is whole. */
export interface CutBundle {
  readonly report: CutReport
  /** Entries whose blob the site never got. */
  readonly owed: IdRanges
  /** The files of each disc. */
  readonly files: readonly (readonly BundleFile[])[]
}

/**
 * Cuts the bundle that `wish` asks for: plans it, and unless that is all, writes its files, the header last. The same
 * segment and options give the same bytes (but for sealing); a cut that was killed goes on where it was. Throws
 * `usage`, `no-space` before anything is written, `store-damaged` naming what cannot travel, `interrupted`, and what
 * store and folders throw.
 */
export async function cutBundle(world: CutWorld, segment: Segment, wish: CutWish): Promise<CutBundle> {
  const plan = await planned(world, segment, wish)
  const facts = await headerFacts(world, plan, wish)
  const layout = layOut({ ...roomFor(wish), stream: plan.bytes, fixed: fixedBytes(plan, facts) })
  const owed = stillOwed(segment, plan)
  if (wish.isDry) return { report: reportOf(facts, plan, layout), owed, files: [] }
  await checkRoom(world, plan, layout)
  const discs = await Promise.all(layout.discs.map((_, i) => world.disc(facts.id, i + 1)))
  for (const disc of discs) await disc.sweep()
  const notes = await CutNotes.open(world.notes, facts.id)
  const written = await writeVolumes(world, { plan, layout, discs, notes, id: facts.id, isSealed: wish.isSealed })
  const header: BundleHeader = { ...facts, ...written.named }
  const text = formatHeader(header)
  const digest = headerDigest(text)
  const files = await writePapers(world, {
    header,
    digest,
    note: signNote(text, [world.signer]),
    discs,
    files: written.onDiscs,
  })
  world.reached('bundle-header-written')
  await notes.drop()
  return { report: { ...reportOf(facts, plan, layout, discs), digest }, owed, files }
}

/** With a segment that reaches back to what came late, and with the certificates of the segment. */
async function planned(world: CutWorld, segment: Segment, wish: CutWish): Promise<Plan> {
  const { size } = world.log.head
  if (segment.from > size) {
    const params = { from: segment.from, size }
    throw new GoferryError('usage', { subject: wish.site, reason: 'bundle.begins-late', params })
  }
  const parts = { isWanted: wish.isWanted, wasCarried: (id: number) => wasCarried(segment, id) }
  const late = await firstOwed(world, segment.owed, { from: segment.from, ...parts })
  const plan = await planObjects(world, { from: late ?? segment.from, ...parts })
  const certificates = await certificatesAfter(world.store, segment.from)
  const bytes = certificates.reduce((sum, certificate) => sum + certificate.size + frameSize, plan.bytes)
  return { ...plan, objects: [...plan.objects, ...certificates], bytes }
}

type Facts = Omit<BundleHeader, 'log' | 'volumes' | 'parity' | 'sealed'>

/** The header as far as it is known before anything is written. */
async function headerFacts({ log }: CutWorld, plan: Plan, wish: CutWish): Promise<Facts> {
  const { name: origin, head, checkpoint } = log
  const from = { size: plan.from, root: await log.rootAt(plan.from) }
  const { site, created, expires, capacity, volumeLimit, parity, isSealed } = wish
  const without = Object.values(plan.without).map(formatRanges)
  const shape = [capacity ?? 'folder', volumeLimit, parity, String(isSealed), plan.bytes, plan.log.sha256, ...without]
  const roots = [from.size, base64(from.root), head.size, base64(head.root)]
  return {
    origin,
    site,
    id: bundleId([origin, site, ...roots, ...shape]),
    from,
    to: head,
    created,
    expires,
    edge: await log.edgeAt(plan.from),
    proof: await log.proofFrom(plan.from),
    checkpoint,
    stream: { bytes: plan.bytes, objects: plan.objects.length },
    without: plan.without,
  }
}

/** A sealed file is longer: by 16 bytes for each 64 KiB, and some hundred at its beginning. */
function roomFor({ capacity, volumeLimit, parity, isSealed }: CutWish) {
  const inside = (bytes: number) => (isSealed ? Math.floor(bytes * 0.999) - 4096 : bytes)
  return { capacity: capacity === undefined ? undefined : inside(capacity), volumeLimit: inside(volumeLimit), parity }
}

/** For what people read: the README, the label, checksums; and for a line for each volume in the header. */
const paperBytes = 1 << 19

/** Bytes that go onto each disc besides volumes. */
function fixedBytes({ log }: Plan, facts: Facts): number {
  const none = { name: '', size: 0, sha256: '' }
  const text = formatHeader({ ...facts, log: none, volumes: [], parity: [], sealed: [] })
  return log.size + text.length + paperBytes
}

/** What the site never got, with this bundle counted as arrived. */
function stillOwed({ owed }: Segment, { objects, without }: Plan): IdRanges {
  const blobs = objects.filter(({ kind }) => kind !== 'certificate')
  const settled = unite(toRanges(blobs.map(({ id }) => id)), without.replaced)
  return subtract(unite(owed, unite(without.withheld, without.lacking)), settled)
}

/** Throws `no-space` where the discs would not fit to where they are to be. */
async function checkRoom(world: CutWorld, { bytes, log }: Plan, { volumes, parity, discs }: Layout): Promise<void> {
  const wanted = bytes + parity * Math.max(0, ...volumes) + discs.length * (log.size + paperBytes)
  const free = await world.free()
  if (wanted <= free) return
  throw new GoferryError('no-space', { subject: 'ferry out', reason: 'bundle.no-room', params: { wanted, free } })
}

function reportOf(
  { id, origin, site, from, to, without }: Facts,
  { versions, objects, bytes, left }: Plan,
  { volumes, parity, discs }: Layout,
  folders: readonly { readonly location: string }[] = [],
): CutReport {
  const longest = Math.max(0, ...volumes)
  const sizeOf = (place: number) => volumes[place] ?? longest
  return {
    id,
    digest: undefined,
    origin,
    site,
    from: from.size,
    to: to.size,
    versions,
    objects: objects.length,
    bytes,
    withheld: formatRanges(without.withheld),
    lacking: formatRanges(without.lacking),
    withheldVersions: left.withheld,
    lackingVersions: left.lacking,
    volumes: volumes.length,
    parity,
    discs: discs.map((places, i) => ({
      location: folders[i]?.location,
      bytes: places.reduce((sum, place) => sum + sizeOf(place), 0),
    })),
  }
}
