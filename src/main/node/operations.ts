import type { Watch } from '../../ports/watch.ts'
import { lookAtUpstream } from '../../services/doctor/node/look-at-upstream.ts'
import { databaseOf } from '../config/policy.ts'
import { addTo } from '../operations/add.ts'
import { gcNode } from '../operations/gc.ts'
import { rebuildNode, searchNode, whoRequiresAt } from '../operations/index.ts'
import { publishAt } from '../operations/publish.ts'
import { verifyNode } from '../operations/verify.ts'
import type { Writer } from './writer.ts'

/** A long change of the node, by name: takes and gives plain JSON. */
export type Operation = (argument: unknown, watch: Watch) => Promise<unknown>

/** Everything that runs long and needs the writer: asked for over the control socket, or run where no node is up. */
export function operations(writer: Writer): Readonly<Record<string, Operation>> {
  return {
    add: (argument, watch) => addTo(writer, argument, watch),
    publish: (argument, watch) => publishAt(writer, argument, watch),
    search: argument => searchNode(writer, argument),
    'who-requires': argument => whoRequiresAt(writer, argument),
    gc: (argument, watch) => gcNode(writer, argument, watch),
    rebuild: (_, watch) => rebuildNode(writer, watch),
    verify: (argument, watch) => verifyNode(writer, argument, watch),
    upstream: async () => writer.upstream && lookAtUpstream(writer.upstream, databaseOf(writer.settings).name),
  }
}
