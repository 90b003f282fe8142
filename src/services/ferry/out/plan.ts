import { createHash } from 'node:crypto'
import { utf8 } from '../../../core/bytes.ts'
import { GoferryError } from '../../../core/errors.ts'
import { type BoundedNames, boundedNames } from '../../../core/ferry/bounded-names.ts'
import type { BundleFile, Without } from '../../../core/ferry/bundle-header.ts'
import { type IdRanges, toRanges } from '../../../core/ferry/id-ranges.ts'
import { namedObject } from '../../../core/ferry/named-object.ts'
import { frameSize, type ObjectKind } from '../../../core/ferry/object-frame.ts'
import type { Entry } from '../../../core/log/entry.ts'
import { parseEntry } from '../../../core/log/parse-entry.ts'
import type { ModuleVersion } from '../../../core/module/module-version.ts'
import { formatEntryBundle } from '../../../core/tlog/data-tile.ts'
import { isRecalled, standingKey } from './standing.ts'
import type { CutWorld } from './world.ts'

/** An object that is to travel: where it lies, and what its bytes must hash to. */
export interface PlannedObject {
  readonly kind: ObjectKind
  readonly id: number
  /** Its key in the store. */
  readonly key: string
  readonly size: number
  /** `h1:` of a mod, SHA-256 in hexadecimal of anything else. */
  readonly digest: string
}

/** What a bundle of the entries from `from` on is to hold. */
export interface Plan {
  readonly from: number
  readonly objects: readonly PlannedObject[]
  /** Bytes of the stream. */
  readonly bytes: number
  readonly without: Without
  /** The file of the leaves, without a name. */
  readonly log: Omit<BundleFile, 'name'>
  /** The versions of which something travels. */
  readonly versions: BoundedNames
  /** Those of which something stays at home, by why. */
  readonly left: Readonly<Record<'withheld' | 'lacking', BoundedNames>>
}

/** Which entries a bundle is of, and which of their blobs are to travel. */
export interface PlanWish {
  /** The first entry. */
  readonly from: number
  /** Whether selection and policy let a version travel; the leaves travel all the same. */
  readonly isWanted: (module: ModuleVersion) => boolean
  /** Whether the receiver acknowledged what entry `id` names. */
  readonly wasCarried: (id: number) => boolean
}

/** Names of versions that travel, in a report: about 600 kB. */
const mostNames = 10_000

/** Entries at hand at once. */
const atOnce = 64

/**
 * Finds out what of the entries from `from` on is to travel: each blob that is held, wanted, not carried before, and
 * not replaced by a later one. Reads the entries and asks for sizes; its cost is that of what is new. Throws
 * `store-damaged`, `interrupted`, and what the store throws.
 */
export async function planObjects(world: CutWorld, wish: PlanWish): Promise<Plan> {
  const { log, watch } = world
  const plan = new Planning(world, wish)
  for await (const texts of log.leaves(wish.from, log.head.size)) {
    if (watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'ferry out' })
    await plan.add(texts)
  }
  return plan.end()
}

/**
 * The first of the entries `owed` that would travel now: it came late, or is wanted now. Undefined for none. Throws as
 * `planObjects`.
 */
export async function firstOwed(world: CutWorld, owed: IdRanges, wish: PlanWish): Promise<number | undefined> {
  for (const { first, last } of owed) {
    let id = first
    for await (const texts of world.log.leaves(first, last + 1))
      for (const text of texts) {
        if (typeof (await lookAt(world, wish, parseEntry(text), id)) === 'object') return id
        id++
      }
  }
  return undefined
}

class Planning {
  readonly #world: CutWorld
  readonly #wish: PlanWish
  readonly #objects: PlannedObject[] = []
  readonly #left: Record<keyof Without, number[]> = { withheld: [], lacking: [], carried: [], replaced: [] }
  readonly #names: Record<'withheld' | 'lacking', Set<string>> = { withheld: new Set(), lacking: new Set() }
  readonly #versions = new Set<string>()
  readonly #hash = createHash('sha256')
  #id: number
  #logBytes = 0

  constructor(world: CutWorld, wish: PlanWish) {
    this.#world = world
    this.#wish = wish
    this.#id = wish.from
  }

  /** Takes the next leaves. */
  async add(texts: readonly string[]): Promise<void> {
    const bytes = formatEntryBundle(texts)
    this.#hash.update(bytes)
    this.#logBytes += bytes.length
    for (let at = 0; at < texts.length; at += atOnce) {
      const entries = texts.slice(at, at + atOnce).map(parseEntry)
      const looks = entries.map((entry, i) => lookAt(this.#world, this.#wish, entry, this.#id + i))
      for (const [i, found] of (await Promise.all(looks)).entries()) this.#take(entries[i], found)
    }
    const { log, watch } = this.#world
    const [done, total] = [this.#id - this.#wish.from, log.head.size - this.#wish.from]
    watch.progress({ done, total, bytes: 0, totalBytes: undefined, at: 'log' })
  }

  end(): Plan {
    const { withheld, lacking, carried, replaced } = this.#left
    return {
      from: this.#wish.from,
      objects: this.#objects,
      bytes: this.#objects.reduce((sum, { size }) => sum + size + frameSize, 0),
      without: {
        withheld: toRanges(withheld),
        lacking: toRanges(lacking),
        carried: toRanges(carried),
        replaced: toRanges(replaced),
      },
      log: { size: this.#logBytes, sha256: this.#hash.digest('hex') },
      versions: boundedNames([...this.#versions], mostNames),
      left: {
        withheld: boundedNames([...this.#names.withheld]),
        lacking: boundedNames([...this.#names.lacking]),
      },
    }
  }

  #take(entry: Entry | undefined, found: Found): void {
    if (typeof found === 'string') {
      this.#left[found].push(this.#id)
      if ((found === 'withheld' || found === 'lacking') && entry !== undefined && 'path' in entry)
        this.#names[found].add(`${entry.path}@${entry.version}`)
    } else if (found !== undefined && entry !== undefined) {
      this.#objects.push(found)
      if ('path' in entry) this.#versions.add(`${entry.path}@${entry.version}`)
    }
    this.#id++
  }
}

/** What becomes of the blob that an entry names; undefined where it names none. */
type Found = PlannedObject | keyof Without | undefined

async function lookAt({ log, store }: CutWorld, wish: PlanWish, entry: Entry, id: number): Promise<Found> {
  const named = namedObject(entry)
  if (named === undefined) return undefined
  const key = standingKey(log.state, named, id)
  if (key === undefined) return 'replaced'
  if (wish.wasCarried(id)) return 'carried'
  if (named.module !== undefined && (isRecalled(log.state, named.module) || !wish.isWanted(named.module)))
    return 'withheld'
  const found = await store.stat(key)
  return found === undefined ? 'lacking' : { kind: named.kind, id, key, size: found.size, digest: named.digest }
}

/** The first 12 hexadecimal digits of what a bundle is cut from: the same for the same segment and options. */
export function bundleId(facts: readonly (string | number)[]): string {
  return createHash('sha256')
    .update(utf8(facts.join('\n')))
    .digest('hex')
    .slice(0, 12)
}
