import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { unescapePath, unescapeVersion } from '../../core/module/escape.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { checkVersion } from '../../core/module/version.ts'
import { unlistedReason, whyNotAsked } from '../../core/policy/policy.ts'
import type { RecordHashes } from '../../core/sumdb/record-hashes.ts'
import type { Kind } from '../../core/tree/keys.ts'
import type { Downloads } from './downloads.ts'
import type { Intake, Sums } from './intake.ts'
import { partLifetime } from './lifetime.ts'
import type { UpstreamList } from './lists.ts'
import { notListed } from './public-database.ts'
import { Remembered } from './remembered.ts'
import { openSource, type Source } from './source.ts'
import type { PullWorld } from './world.ts'

/**
 * The pull-through: takes from the upstream what somebody asked for and is not
 * held, verified against the public checksum database, logged, then stored. Runs
 * in the node's one writer. Policy is decided before anything is asked upstream.
 */
export class Pull {
  readonly #world: PullWorld
  readonly #source: Source | undefined
  /** Fetches under way, and failures of the last seconds. */
  readonly #fetches: Remembered<void>

  constructor(world: PullWorld) {
    this.#world = world
    const { upstream, clock } = world
    if (upstream !== undefined) this.#source = openSource(world, upstream)
    this.#fetches = new Remembered<void>(clock, partLifetime, { maxWeight: 16 << 20, weigh: () => 0 })
  }

  /**
   * Takes one part of a version; on return it is held. A `.mod` or `.info` brings no zip, unless
   * the version is unlisted. Throws `denied`, `missing` (no upstream), `absent`, `not-listed`,
   * `not-checked`, `upstream-refused`, `upstream-failed`; `mismatch`, `bad-zip`, `bad-info`,
   * `bad-record`, `bad-note`, `bad-tile`, `bad-proof`, `log-fork`, `too-large` where
   * verification failed: then nothing was stored or logged; and what log, store and tree throw.
   */
  async fetch(module: ModuleVersion, part: Kind): Promise<void> {
    const subject = `${module.path}@${module.version}`
    const source = this.#sourceFor(module.path, subject)
    checkVersion(module.path, module.version)
    await this.#fetches.get(`${subject} ${part}`, async () => {
      try {
        await this.#fetch(source, module, part)
      } catch (error) {
        this.#report(subject, part, error)
        throw error
      }
    })
  }

  /**
   * The `.info` to which the upstream resolves a branch, commit or
   * version prefix. Never stored. Throws as `fetch` does.
   */
  async resolve(path: string, query: string): Promise<Uint8Array> {
    return this.#sourceFor(path, `${path}@${query}`).lists.resolve(path, query)
  }

  /**
   * What the upstream lists for `path`. Never throws for what the upstream answers, nor for what policy keeps from it.
   */
  async list(path: string): Promise<UpstreamList> {
    try {
      return await this.#sourceFor(path, path).lists.list(path)
    } catch (error) {
      if (isGoferryError(error, 'denied')) return { status: 'refused', error }
      if (isGoferryError(error)) return { status: 'failed', error }
      throw error
    }
  }

  /** What the upstream has of a module now, for who asked before. Throws `denied`, `missing`: nothing is asked then. */
  again(path: string): ReturnType<Source['again']> {
    return this.#sourceFor(path, path).again(path)
  }

  /** The upstream's `@latest`, or undefined where it has none. Throws as `fetch` does. */
  async latest(path: string): Promise<Uint8Array | undefined> {
    return this.#sourceFor(path, path).lists.latest(path)
  }

  /**
   * What lies below `/sumdb/NAME/` of the public database: `latest`, `lookup/…` (verified), `tile/8/…`, all under the
   * one head that this node serves. Lookups of modules that policy keeps from the upstream never go out; of those that
   * the log knows the answer is remembered. Throws `absent` for other paths, and as `fetch` does.
   */
  async relay(rest: string): Promise<Uint8Array> {
    const [, path, version] = /^lookup\/(.+)@([^@]+)$/s.exec(rest) ?? []
    if (path !== undefined && version !== undefined) {
      const module = { path: unescapePath(path), version: unescapeVersion(version) }
      const { relay } = this.#sourceFor(module.path, `${module.path}@${module.version}`)
      const remembers = this.#world.log.state.version(module.path, module.version) !== undefined
      return relay.lookup(module, { remembers })
    }
    const { relay } = this.#need(rest)
    if (rest === 'latest') return relay.latest()
    if (rest.startsWith('tile/')) return relay.tile(rest)
    throw new GoferryError('absent', { subject: rest })
  }

  /** The public database's record of `module` with its id, proved. Throws `not-listed`, and as `fetch` does. */
  async listed(module: ModuleVersion): ReturnType<Source['relay']['record']> {
    return this.#sourceFor(module.path, `${module.path}@${module.version}`).relay.record(module)
  }

  /** The public database as it is served: for recording its proofs. Throws `missing` where there is no upstream. */
  served(): Source['relay'] {
    return this.#need('proofs').relay
  }

  async #fetch(source: Source, module: ModuleVersion, part: Kind): Promise<void> {
    const { log, tree, room } = this.#world
    const known = log.state.version(module.path, module.version)
    const subject = `${module.path}@${module.version}`
    if (known?.recalled !== undefined) {
      throw new GoferryError('denied', { subject, reason: 'answer.recalled', params: { why: known.recalled } })
    }
    if (known !== undefined && (await tree.has(module, part))) return
    const { intake } = source
    await room.check()
    const sums = await this.#sums(source, module)
    if ('unlisted' in sums) {
      await this.#takeUnlisted(intake, module, sums)
      // A zip is taken without its `.info` where that is not to be had: who asks for it hears why.
      const taken = log.state.version(module.path, module.version)?.record
      if (part === 'info' && taken !== undefined && !(await tree.has(module, part)))
        await intake.takeInfo(module, taken)
    } else if (part === 'zip') await intake.takeZip(module, sums)
    else if (part === 'mod') await intake.takeMod(module, sums)
    else await intake.takeInfo(module, sums)
  }

  /** One run for all parts that are asked for at once: the record needs the zip. */
  #takeUnlisted(intake: Intake, module: ModuleVersion, sums: Sums): Promise<void> {
    return this.#fetches.get(`${module.path}@${module.version} unlisted`, () => intake.takeZip(module, sums))
  }

  /**
   * The checksums that `module` must have: those of the log, which the database may not contradict (abuse case A03),
   * else those of the database; else the rule by which it is taken without.
   */
  async #sums({ database, downloads }: Source, module: ModuleVersion): Promise<Sums> {
    const { log, policy, journal } = this.#world
    const subject = `${module.path}@${module.version}`
    const known = log.state.version(module.path, module.version)?.record
    const listed = await database.lookup(module).catch((error: unknown) => {
      // The log's own record was verified when it was written: it stands while the database is out of reach.
      if (known !== undefined && isGoferryError(error, 'not-checked')) return undefined
      throw error
    })
    if (known !== undefined && listed !== undefined && !sameSums(known, listed)) {
      const params = { held: known.h1Zip, other: listed.h1Zip, heldMod: known.h1Mod, otherMod: listed.h1Mod }
      journal.error('authority-conflict', { module: subject, ...params })
      throw new GoferryError('mismatch', { subject, reason: 'pull-conflict', params })
    }
    const sums = known ?? listed
    if (sums !== undefined) return { h1Zip: sums.h1Zip, h1Mod: sums.h1Mod }
    const unlisted = unlistedReason(policy, module.path)
    if (unlisted !== undefined) return { unlisted }
    await checkExists(downloads, module)
    throw notListed(module)
  }

  /**
   * Throws `denied` where policy hides `path` or reserves it, `missing`
   * where there is no upstream: nothing was asked then (A01).
   */
  #sourceFor(path: string, subject: string): Source {
    const { policy } = this.#world
    const reason = whyNotAsked(policy, path)
    if (reason !== undefined) throw new GoferryError('denied', { subject, reason })
    return this.#need(subject)
  }

  #need(subject: string): Source {
    if (this.#source === undefined) throw new GoferryError('missing', { subject, reason: 'answer.no-upstream' })
    return this.#source
  }

  /** A proof that fails is for the operator to see, not only for the client who asked. */
  #report(module: string, part: Kind, error: unknown): void {
    const { journal } = this.#world
    if (!isGoferryError(error)) return
    const { code, message, params } = error
    const fields = { module, part, code, error: message }
    if (code === 'log-fork') {
      journal.error('public-database-forked', {
        ...fields,
        kept: String(params['kept']),
        other: String(params['other']),
      })
    } else if (code.startsWith('bad-') || code === 'mismatch' || code === 'too-large') {
      journal.warn('verification-failed', fields)
    } else journal.info('pull-failed', fields)
  }
}

/**
 * Throws `absent` where the upstream has no such version: then it is not
 * for want of a rule. Other troubles of the upstream are passed over.
 */
async function checkExists(downloads: Downloads, module: ModuleVersion): Promise<void> {
  try {
    await downloads.info(module)
  } catch (error) {
    if (isGoferryError(error, 'absent') || !isGoferryError(error)) throw error
  }
}

function sameSums(one: RecordHashes, other: RecordHashes): boolean {
  return one.h1Zip === other.h1Zip && one.h1Mod === other.h1Mod
}
