import type { LogState } from '../../core/log/state.ts'
import type { Store } from '../../ports/store.ts'
import { GivenUp } from '../../services/gc/given-up.ts'
import type { PullRoom } from '../../services/pull/world.ts'
import { Ballast } from '../../services/room/ballast.ts'
import { Room } from '../../services/room/room.ts'
import { clock, openSpace } from '../compose.ts'
import { roomRulesOf } from '../config/room.ts'
import type { Settings } from '../config/schema.ts'

/** What the room of a node is measured by. */
export interface RoomParts {
  readonly data: string
  readonly settings: Settings
  readonly store: Store
  readonly state: LogState
}

/** The room of a node, what it gave up, and both as whatever takes zips in sees them. */
export interface NodeRoom {
  readonly room: Room
  readonly givenUp: GivenUp
  readonly pullRoom: PullRoom
}

/** The ballast of the node in the folder `data`. */
export function openBallast({ data, settings, store }: Omit<RoomParts, 'state'>): Ballast {
  return new Ballast({ store, space: openSpace(data), quota: roomRulesOf(settings).quota })
}

/** The room of a node that holds the zips that its log names and that it did not give up. */
export async function openRoom({ data, settings, store, state }: RoomParts): Promise<NodeRoom> {
  const givenUp = await GivenUp.read(store)
  let held = 0
  for (const path of state.paths())
    for (const version of state.versions(path)) {
      const { zip, archive } = state.version(path, version) ?? {}
      const isGivenUp = givenUp.has({ path, version })
      if (!isGivenUp) held += zip?.size ?? 0
      // What was made of a zip goes with it.
      if (!isGivenUp || archive?.recipe === undefined) held += archive?.size ?? 0
    }
  const room = new Room(openSpace(data), roomRulesOf(settings), held)
  const pullRoom: PullRoom = {
    check: () => room.check(),
    watched: body => room.watched(body),
    took: (module, bytes) => {
      room.took(bytes)
      givenUp.took(module, clock.now())
    },
  }
  return { room, givenUp, pullRoom }
}
