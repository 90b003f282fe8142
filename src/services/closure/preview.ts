import { concat } from '../../core/bytes.ts'
import { hashGoMod } from '../../core/dirhash/dirhash.ts'
import { GoferryError } from '../../core/errors.ts'
import { Gate } from '../../core/gate.ts'
import type { LogState } from '../../core/log/state.ts'
import { escapePath, escapeVersion } from '../../core/module/escape.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { decide, isReserved, type Policy } from '../../core/policy/policy.ts'
import { maxRootFileBytes } from '../../core/zip/limits.ts'
import type { Upstream } from '../../ports/upstream.ts'
import type { ClosureWorld } from './world.ts'

/** Requests to the upstream at once, and how many may wait: more modules than any graph has. */
const [atOnce, waiting] = [32, 1_000_000]

/** What a preview reads: the node as it is, and the upstream beside it. */
export interface PreviewWorld {
  /** Undefined where no node was ever started. */
  readonly state: LogState | undefined
  /** The go.mod of a version that is held. */
  heldGoMod(module: ModuleVersion): Promise<Uint8Array | undefined>
  readonly upstream: Upstream | undefined
  readonly policy: Policy
}

/**
 * The go.mods of a closure that is only looked at: those that are held, and from the upstream those that are not, of
 * which nothing is kept or logged. They are held against go.sum, not against the checksum database: that happens when
 * they are taken.
 */
export class PreviewGoMods implements ClosureWorld {
  readonly #world: PreviewWorld
  readonly #gate = new Gate(atOnce, waiting)

  constructor(world: PreviewWorld) {
    this.#world = world
  }

  /**
   * See the port. Throws `denied` for what policy keeps from the upstream, `mismatch` for another than go.sum names,
   * `missing` without an upstream, `absent`, `upstream-refused`, and what the upstream throws.
   */
  async readGoMod(module: ModuleVersion, h1: string | undefined): Promise<Uint8Array> {
    const { state } = this.#world
    const known = state?.version(module.path, module.version)?.record.h1Mod
    const held = known === undefined ? undefined : await this.#world.heldGoMod(module)
    const bytes =
      held !== undefined && hashGoMod(held) === known
        ? held
        : await this.#gate.run(module.path, () => this.#ask(module))
    const wanted = h1 ?? known
    if (wanted === undefined) return bytes
    const found = hashGoMod(bytes)
    if (found === wanted) return bytes
    const subject = `${module.path}@${module.version}/go.mod`
    throw new GoferryError('mismatch', { subject, reason: 'add-go-sum', params: { wanted, found } })
  }

  async #ask(module: ModuleVersion): Promise<Uint8Array> {
    const { upstream, policy } = this.#world
    const subject = `${module.path}@${module.version}`
    const decision = decide(policy, module.path)
    if (decision.verdict === 'denied') throw new GoferryError('denied', { subject, reason: decision.reason })
    if (isReserved(policy, module.path)) throw new GoferryError('denied', { subject, reason: 'policy-reserved' })
    if (upstream === undefined) throw new GoferryError('missing', { subject, reason: 'answer.no-upstream' })
    const path = `${escapePath(module.path)}/@v/${escapeVersion(module.version)}.mod`
    const answer = await upstream.get(path, maxRootFileBytes)
    if (answer.status === 'ok') {
      const pieces: Uint8Array[] = []
      for await (const piece of answer.body) pieces.push(piece)
      return concat(...pieces)
    }
    throw new GoferryError(answer.status === 'absent' ? 'absent' : 'upstream-refused', {
      subject,
      reason: 'upstream-text',
      params: { code: answer.code, text: answer.text },
    })
  }
}
