import { parseVerifier, type Verifier } from '../../core/note/key.ts'
import { seenKey } from '../../core/proofs/peer-keys.ts'
import type { ProofsStep, Step } from '../../ports/steps.ts'
import type { Store } from '../../ports/store.ts'
import { KeptHead } from './kept-head.ts'
import { ServedHeads } from './served-heads.ts'
import type { DatabaseKey } from './world.ts'

/** What a node keeps of the heads of the public database. All that pulls into one folder shares one of these. */
export class DatabaseHeads {
  readonly verifiers: readonly Verifier[]
  /** The newest one that was seen. */
  readonly seen: KeptHead
  /** Those that clients were given. */
  readonly served: ServedHeads

  constructor(deps: { store: Store; database: DatabaseKey; reached: (step: Step | ProofsStep) => void }) {
    const { store, reached } = deps
    const { name, verifierKey } = deps.database
    this.verifiers = [parseVerifier(verifierKey)]
    this.seen = new KeptHead({ store, key: seenKey(name), verifiers: this.verifiers, reached })
    this.served = new ServedHeads({ store, name, verifiers: this.verifiers, reached })
  }
}
