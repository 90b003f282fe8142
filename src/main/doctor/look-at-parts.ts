import type { Store } from '../../ports/store.ts'
import type { ZipCheck } from '../../ports/zip-check.ts'
import type { NodeWorld, OpenLog } from '../../services/doctor/node/world.ts'
import { GivenUp } from '../../services/gc/given-up.ts'
import { badParts } from '../../services/verify/check-part.ts'

/** The parts of a version that are not what the log says. */
export async function lookAtParts(
  given: { readonly store: Store; readonly zipCheck: ZipCheck; readonly log: () => Promise<OpenLog> },
  ...[module, count]: Parameters<NodeWorld['badParts']>
): ReturnType<NodeWorld['badParts']> {
  const { store, zipCheck, log } = given
  const { state } = await log()
  const givenUp = await GivenUp.read(store)
  // Beside a running node nobody can be waited for: what is bad is looked at twice all the same.
  const tree = { quiet: async () => undefined }
  return badParts({ store, state, zipCheck, tree, isGivenUp: givenUp.has.bind(givenUp) }, module, count)
}
