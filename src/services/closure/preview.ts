import { collect } from '../../core/bytes.ts'
import { hashGoMod } from '../../core/dirhash/dirhash.ts'
import { GoferryError } from '../../core/errors.ts'
import { partPath } from '../../core/goproxy/part-path.ts'
import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { type Policy, whyNotAsked } from '../../core/policy/policy.ts'
import { maxRootFileBytes } from '../../core/zip/limits.ts'
import type { Upstream } from '../../ports/upstream.ts'
import type { ClosureWorld, HashedGoMod } from './world.ts'

/** What a preview reads: the node as it is, and the upstream beside it. */
export interface PreviewWorld {
  /** Undefined where no node was ever started. */
  readonly state: LogState | undefined
  /** The go.mod of a version that is held. */
  heldGoMod(module: ModuleVersion): Promise<Uint8Array | undefined>
  /** Asked for when something is not held; undefined where there is none. */
  upstream(): Promise<Upstream | undefined>
  readonly policy: Policy
}

/**
 * The go.mods of a closure that is only looked at: those that are held, and from the upstream those that are not, of
 * which nothing is kept or logged. They are held against go.sum, not against the checksum database: that happens when
 * they are taken.
 */
export class PreviewGoMods implements ClosureWorld {
  readonly #world: PreviewWorld

  constructor(world: PreviewWorld) {
    this.#world = world
  }

  /**
   * See the port. Throws `denied` for what policy keeps from the upstream, `mismatch` for another than the log names,
   * `missing` without an upstream, `absent`, `upstream-refused`, and what the upstream throws.
   */
  async readGoMod(module: ModuleVersion): Promise<HashedGoMod> {
    const { state, heldGoMod } = this.#world
    const wanted = state?.version(module.path, module.version)?.record.h1Mod
    const held = wanted === undefined ? undefined : await heldGoMod(module)
    const found = held && { bytes: held, h1: hashGoMod(held) }
    if (found !== undefined && found.h1 === wanted) return found
    const bytes = await this.#ask(module)
    const h1 = hashGoMod(bytes)
    if (wanted === undefined || h1 === wanted) return { bytes, h1 }
    const subject = `${module.path}@${module.version}/go.mod`
    throw new GoferryError('mismatch', { subject, reason: 'add-go-sum', params: { wanted, found: h1 } })
  }

  async #ask(module: ModuleVersion): Promise<Uint8Array> {
    const { policy } = this.#world
    const subject = `${module.path}@${module.version}`
    const reason = whyNotAsked(policy, module.path)
    if (reason !== undefined) throw new GoferryError('denied', { subject, reason })
    const upstream = await this.#world.upstream()
    if (upstream === undefined) throw new GoferryError('missing', { subject, reason: 'answer.no-upstream' })
    const answer = await upstream.get(partPath(module, 'mod'), maxRootFileBytes)
    if (answer.status === 'ok') return collect(answer.body)
    throw new GoferryError(answer.status === 'absent' ? 'absent' : 'upstream-refused', {
      subject,
      reason: 'upstream-text',
      params: { code: answer.code, text: answer.text },
    })
  }
}
