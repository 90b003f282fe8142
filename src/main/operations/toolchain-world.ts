import type { ToolchainWorld } from '../../services/toolchain/world.ts'
import { archiveMaker, clock } from '../compose.ts'
import { reachedStep } from '../crash-point.ts'
import type { Writer } from '../node/writer.ts'

/** What archives of toolchains need of the node of `writer`. */
export function toolchainWorld({ store, log, append, pullRoom, journal }: Writer): ToolchainWorld {
  const growing = { state: log.state, append }
  return { store, log: growing, room: pullRoom, maker: archiveMaker, clock, journal, reached: reachedStep }
}
