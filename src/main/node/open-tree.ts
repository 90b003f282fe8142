import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Store } from '../../ports/store.ts'
import type { Log } from '../../services/log/log.ts'
import { settleTree } from '../../services/tree/settle.ts'
import { SettledMark } from '../../services/tree/settled-mark.ts'
import { Tree } from '../../services/tree/tree.ts'
import { reachedStep } from '../crash-point.ts'

/** The tree of the node's folder, settled by its `log`. Throws what the store throws. */
export async function openTree({ data, store, log }: { data: string; store: Store; log: Log }): Promise<Tree> {
  await mkdir(join(data, 'withheld'), { recursive: true, mode: 0o700 })
  const mark = await SettledMark.read(store, log.state.size)
  const tree = new Tree({ store, state: () => log.state, mark, reached: reachedStep })
  await settleTree(tree, mark, log.state)
  return tree
}
