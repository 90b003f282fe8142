import type { Adding } from '../closures/add-requested.ts'
import { policyOf } from '../config/policy.ts'
import { lend } from '../node/lend.ts'
import { addTo } from './add.ts'
import type { Pulling } from './watched.ts'

/** What adds in this process, which is the node's writer. */
export function addingHere({ writer, chain, watch }: Pulling): Adding {
  const run: Adding['run'] = (name, argument, asking) =>
    name === 'lend' ? lend(writer, argument, asking) : addTo(writer, argument, asking)
  const holder = { data: writer.data, verifierKey: writer.identity.verifierKeys[0] }
  return { run, upstream: chain, watch, holder, policy: policyOf(writer.settings) }
}
