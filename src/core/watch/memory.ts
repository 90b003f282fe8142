import { fromUtf8 } from '../bytes.ts'
import { isObject, parseObject } from '../json-object.ts'
import { escapePath } from '../module/escape.ts'
import { findPseudoTime, isPseudoVersion } from '../module/pseudo-version.ts'
import { isCanonicalVersion } from '../module/version.ts'

/** What an upstream's answer is asked for again with: as `Validator` of the upstream port. */
interface Kept {
  readonly from: string
  readonly etag?: string
  readonly lastModified?: string
}

/** What is remembered of a version. Times in epoch milliseconds. */
export interface VersionMemory {
  /** Whether the upstream's list had it the last time. */
  listed: boolean
  /** When it was first seen; undefined where it was there at the first pull of its module. */
  seen?: number
  /** When it was made, as its `.info` says. */
  made?: number
  /** When it was last compared with what the upstream has. */
  looked?: number
  /** It was to be taken, and is not known to be there with all that comes along. */
  owed?: true
  mod?: Kept
  zip?: Kept
}

/** A version, and what its answer is asked for again with. */
interface Latest {
  readonly version: string
  readonly kept?: Kept
}

/** The form of the text; another one is not read. */
const format = 1
/** So many of the versions that are listed no more are remembered. */
const mostVanished = 10_000
/** So long a list may stand that the upstream calls unchanged: then it is asked for whole. */
const listStandsMs = 7 * 86_400_000

/**
 * What is remembered of a watched module from one pull to the next: what its upstream listed, when each version was
 * first seen, and with what each file is asked for again.
 */
export class ModuleMemory {
  readonly path: string
  readonly versions = new Map<string, VersionMemory>()
  /** What the upstream says is the latest, where its list has no release: a commit as a rule. */
  latest: Latest | undefined
  #list: { readonly at: number; readonly kept?: Kept } | undefined
  /** Of the first pull. */
  readonly #since: number
  /** Of this pull. */
  readonly #now: number
  readonly #isFirst: boolean
  /** Whether the clock stands before the last pull. */
  readonly wentBack: boolean

  private constructor(path: string, now: number, before?: { readonly since: number; readonly at: number }) {
    this.path = path
    this.#isFirst = before === undefined
    this.#since = before?.since ?? now
    this.wentBack = before !== undefined && now < before.at
    // A version that is first seen while the clock is back must not look older for it.
    this.#now = Math.max(now, before?.at ?? now)
  }

  /** Of a module that is pulled for the first time, at `now`. */
  static begin(path: string, now: number): ModuleMemory {
    return new ModuleMemory(path, now)
  }

  /** What `format` wrote at a pull before, for one at `now`; undefined where it is damaged or of another format. */
  static parse(path: string, bytes: Uint8Array, now: number): ModuleMemory | undefined {
    const text = parseObject(fromUtf8(bytes) ?? '')
    const { since, at, list, latest, versions } = text ?? {}
    if (text?.['format'] !== format || text['path'] !== path || !isTime(since) || !isTime(at)) return undefined
    const memory = new ModuleMemory(path, now, { since, at })
    if (!Array.isArray(versions)) return undefined
    for (const line of versions) {
      const [version, said] = Array.isArray(line) ? line : []
      if (typeof version !== 'string' || !isCanonicalVersion(version) || !isVersionMemory(said)) return undefined
      memory.versions.set(version, said)
    }
    if (list !== undefined && !isList(list)) return undefined
    if (latest !== undefined && !isLatest(latest)) return undefined
    memory.#list = list
    memory.latest = latest
    return memory
  }

  /** As text, a version a line. */
  format(): string {
    const head = { format, path: this.path, since: this.#since, at: this.#now, list: this.#list, latest: this.latest }
    const lines = [...this.versions].map(line => JSON.stringify(line))
    return `${JSON.stringify(head).slice(0, -1)},"versions":[\n${lines.join(',\n')}\n]}\n`
  }

  /** What the upstream has: its list as it was the last time; without a release in it, what it says is the latest. */
  get present(): string[] {
    const listed = [...this.versions].flatMap(([version, { listed }]) => (listed ? [version] : []))
    const { latest } = this
    const isMore = latest !== undefined && !this.listsReleases && !listed.includes(latest.version)
    return isMore ? [...listed, latest.version] : listed
  }

  /** Whether the list has anything but commits. */
  get listsReleases(): boolean {
    return [...this.versions].some(([version, { listed }]) => listed && !isPseudoVersion(version))
  }

  /** The commits that were ever seen: that which is the latest now, then the others, the newest first. */
  get commits(): string[] {
    const seen = [...this.versions.keys()].filter(isPseudoVersion)
    const rank = (version: string) =>
      version === this.latest?.version ? Number.POSITIVE_INFINITY : (findPseudoTime(version)?.getTime() ?? 0)
    return seen.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)))
  }

  /** What the list may be asked for again with now. */
  get listKept(): Kept | undefined {
    if (this.#list === undefined || this.wentBack) return undefined
    return this.#now - this.#list.at < listStandsMs ? this.#list.kept : undefined
  }

  /** The upstream lists `versions`, and no others. */
  lists(versions: readonly string[], kept: Kept | undefined): void {
    const now = new Set(versions)
    for (const [version, memory] of this.versions) memory.listed = now.has(version)
    for (const version of now) this.#sees(version, true)
    const vanished = [...this.versions].filter(([, { listed }]) => !listed)
    for (const [version] of vanished.slice(0, -mostVanished)) this.versions.delete(version)
    this.#list = { at: this.#now, ...(kept && { kept }) }
  }

  /** The upstream says that `version` is the latest, or that there is none. */
  hasLatest(version: string | undefined, kept: Kept | undefined): void {
    if (version !== undefined) this.#sees(version, false)
    this.latest = version === undefined ? undefined : { version, ...(kept && { kept }) }
  }

  /** What is remembered of `version`, for changing it; undefined where it was never seen. */
  of(version: string): VersionMemory | undefined {
    return this.versions.get(version)
  }

  /** Since when `version`, made at `made`, counts as old: the later of that and when it was first seen. */
  agesFrom(version: string, made: number | undefined): number {
    const seen = this.versions.get(version)?.seen
    return Math.max(made ?? this.#since, seen ?? Number.NEGATIVE_INFINITY)
  }

  #sees(version: string, listed: boolean): void {
    if (this.versions.has(version)) return
    this.versions.set(version, { listed, ...(!this.#isFirst && { seen: this.#now }) })
  }
}

/** The derived key under which it is stored. Throws `bad-module-path`. */
export function memoryKey(path: string): string {
  // The name ends the path: a module may lie below another.
  return `log/watch/${escapePath(path)}/@watch`
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

function isKept(value: unknown): value is Kept {
  if (!isObject(value) || typeof value['from'] !== 'string') return false
  return ['etag', 'lastModified'].every(name => ['undefined', 'string'].includes(typeof value[name]))
}

function isList(value: unknown): value is { at: number; kept?: Kept } {
  return isObject(value) && isTime(value['at']) && (value['kept'] === undefined || isKept(value['kept']))
}

function isLatest(value: unknown): value is Latest {
  if (!isObject(value) || typeof value['version'] !== 'string' || !isCanonicalVersion(value['version'])) return false
  return value['kept'] === undefined || isKept(value['kept'])
}

function isVersionMemory(value: unknown): value is VersionMemory {
  if (!isObject(value) || typeof value['listed'] !== 'boolean') return false
  const times = [value['seen'], value['made'], value['looked']]
  if (![undefined, true].includes(value['owed'] as true | undefined)) return false
  const kept = [value['mod'], value['zip']]
  return times.every(time => time === undefined || isTime(time)) && kept.every(one => one === undefined || isKept(one))
}
