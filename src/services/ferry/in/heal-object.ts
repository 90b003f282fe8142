import type { NamedObject } from '../../../core/ferry/named-object.ts'
import type { ObjectFrame } from '../../../core/ferry/object-frame.ts'
import type { BundleStream } from './bundle-stream.ts'
import { objectBytes, used } from './object-bytes.ts'
import { putInPlace } from './put-in-place.ts'
import type { TakingWorld } from './taking-world.ts'

/**
 * Puts the object of `frame`, next in `stream`, where the node's own log says that it belongs and nothing whole lies;
 * tells of it. Throws `bundle-damaged`, and what stream, store and tree throw.
 */
export async function healObject(
  world: TakingWorld,
  stream: BundleStream,
  frame: ObjectFrame,
  named: NamedObject,
): Promise<void> {
  const { journal, watch, partsCame, reached } = world
  await used(await objectBytes(world.store, stream, frame, named), bytes =>
    putInPlace(world, [{ named, content: async () => bytes }]),
  )
  reached('object-healed')
  if (named.module !== undefined) partsCame(named.module, 0)
  const subject = named.module === undefined ? frame.kind : `${named.module.path}@${named.module.version}`
  journal.warn('ferry-healed', { module: subject, part: frame.kind })
  await watch.tell({ subject, outcome: 'healed', part: frame.kind, size: frame.size })
}
