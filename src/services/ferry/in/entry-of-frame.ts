import { type NamedObject, namedObject } from '../../../core/ferry/named-object.ts'
import type { ObjectFrame } from '../../../core/ferry/object-frame.ts'
import type { MirrorEntry } from '../../../core/ferry/plan-import.ts'
import type { Entry } from '../../../core/log/entry.ts'
import { damagedObject } from './object-bytes.ts'

/**
 * The entry that `frame` is of: `entries` and the objects come in one order, so that what lies between is passed over.
 * Throws `bundle-damaged` where none names such an object.
 */
export async function entryOf(
  entries: AsyncGenerator<MirrorEntry>,
  frame: ObjectFrame,
): Promise<{ entry: Entry; named: NamedObject }> {
  for (;;) {
    const { done, value } = await entries.next()
    if (done || value.id > frame.id) throw damagedObject(frame)
    if (value.id < frame.id) continue
    const named = namedObject(value.entry)
    if (named?.kind !== frame.kind || (named.size ?? frame.size) !== frame.size) throw damagedObject(frame)
    return { entry: value.entry, named }
  }
}
