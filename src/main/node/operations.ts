import type { Watch } from '../../ports/watch.ts'
import { lookAtUpstream } from '../../services/doctor/node/look-at-upstream.ts'
import { databaseOf } from '../config/policy.ts'
import { attestAt } from '../operations/attest.ts'
import { gcNode } from '../operations/gc.ts'
import { searchNode, whoRequiresAt } from '../operations/index.ts'
import { publishAt } from '../operations/publish.ts'
import { pullInto } from '../operations/pull.ts'
import { ferryOperations } from './ferry-operations.ts'
import { lend } from './lend.ts'
import type { Writer } from './writer.ts'

/** What is no job, by name: takes and gives plain JSON. */
export type Operation = (argument: unknown, watch: Watch) => Promise<unknown>

/** What needs the writer: asked for over the control socket, or run where no node is up. */
export function operations(writer: Writer): Readonly<Record<string, Operation>> {
  return {
    search: argument => searchNode(writer, argument),
    'who-requires': argument => whoRequiresAt(writer, argument),
    // As previews; what changes the node is a job.
    pull: (argument, watch) => pullInto(writer, argument, watch),
    publish: (argument, watch) => publishAt(writer, argument, watch),
    gc: (argument, watch) => gcNode(writer, argument, watch),
    ...ferryOperations(writer),
    attest: argument => attestAt(writer, argument),
    lend: (argument, watch) => lend(writer, argument, watch),
    upstream: async () => writer.upstream && lookAtUpstream(writer.upstream, databaseOf(writer.settings).name),
  }
}
