import { GoferryError } from '../../core/errors.ts'
import { lookAtUpstream, type UpstreamLook } from '../../services/doctor/node/look-at-upstream.ts'
import type { NodeWorld } from '../../services/doctor/node/world.ts'
import { upstreamAt } from '../compose.ts'
import { databaseOf } from '../config/policy.ts'
import type { Settings } from '../config/schema.ts'
import { askNode } from '../node/control-client.ts'
import { chooseUpstream } from '../upstream-choice.ts'

/**
 * What the upstream of the node in `data` answers. A node that runs asks itself, for its environment may be another:
 * its GOPROXY, its authorities, its way through the network. Throws what that throws, and `bad-settings`.
 */
export async function upstreamOfNode(
  data: string,
  settings: Settings | GoferryError,
  isRunning: boolean,
): ReturnType<NodeWorld['upstream']> {
  const asked = isRunning ? await askNode(data, 'upstream', null) : undefined
  if (asked !== undefined) return asked.value === null ? 'none' : { look: asked.value as UpstreamLook, guessed: false }
  if (settings instanceof GoferryError) return 'unknown'
  const { url } = await chooseUpstream(settings)
  if (url === undefined) return 'none'
  const look = await lookAtUpstream(upstreamAt(url), databaseOf(settings).name)
  return { look, guessed: settings.upstream === undefined }
}
