import { broughtIn } from '../../services/ferry/in/brought.ts'
import type { ReceiveWorld } from '../../services/ferry/in/receive-world.ts'
import { clock, openImports } from '../compose.ts'
import { loadTrust, trustFileOf } from '../config/trust.ts'
import { reachedStep } from '../crash-point.ts'
import type { Writer } from '../node/writer.ts'

/** What every step of an import needs of the node of `writer`. Throws `bad-settings` for its trust policy. */
export function importWorld({
  data,
  store,
  log,
  settings,
  journal,
}: Writer): Omit<ReceiveWorld, 'free' | 'recover' | 'unseal'> {
  return {
    imports: openImports(data),
    trust: loadTrust(trustFileOf(data, settings)),
    known: origin => log.state.imports.filter(each => each.origin === origin).map(({ size, root }) => ({ size, root })),
    brought: origin => {
      const taken = log.state.imports.filter(each => each.origin === origin)
      return broughtIn(
        store,
        taken.map(({ evidence }) => evidence),
      )
    },
    clock,
    journal,
    reached: reachedStep,
  }
}
