import { existencePlatform, type Toolchain, toolchainModule } from '../../core/toolchain/toolchain.ts'
import { KINDS, type Kind } from '../../core/tree/keys.ts'
import { add } from '../../services/add/add.ts'
import type { AddWorld, Want } from '../../services/add/world.ts'
import { makeArchives } from '../../services/toolchain/make-archives.ts'
import type { ToolchainReport } from '../../services/toolchain/report.ts'
import type { Writer } from '../node/writer.ts'
import { toolchainWorld } from './toolchain-world.ts'

/**
 * Takes what is not held of `toolchains` into the node of `writer`: each as a module, with the `.info` by which the go
 * command knows that its release exists, and then its archive. What fails does not keep the rest, and is told. Throws
 * what is the node's own trouble.
 */
export async function takeToolchains(
  writer: Writer,
  world: AddWorld,
  toolchains: readonly Toolchain[],
): Promise<ToolchainReport> {
  const { watch } = world
  const taken = await add(world, { wants: toolchains.map(one => wantOf(one, KINDS)), foreign: 0 })
  const held = await heldOf(world, toolchains)
  const proofs = await add(
    { ...world, watch: { ...watch, tell: item => watch.tell({ part: 'info', ...item }) } },
    { wants: await proofsOf(world, held), foreign: 0 },
  )
  const made = await makeArchives(toolchainWorld(writer), held, watch)
  const failed = taken.failed + proofs.failed + made.failed
  return { added: taken.added, held: taken.held, failed, archives: made.archives, bytes: world.bytes() }
}

function wantOf(toolchain: Toolchain, parts: readonly Kind[]): Want {
  const { path, version } = toolchainModule(toolchain)
  return { path, query: version, parts }
}

async function heldOf(world: AddWorld, toolchains: readonly Toolchain[]): Promise<Toolchain[]> {
  const held = await Promise.all(toolchains.map(one => world.has(toolchainModule(one), 'zip')))
  return toolchains.filter((_, i) => held[i])
}

/** Whether a toolchain is withdrawn. */
export function isRecalled({ state }: Pick<AddWorld, 'state'>, toolchain: Toolchain): boolean {
  const { path, version } = toolchainModule(toolchain)
  return state.version(path, version)?.recalled !== undefined
}

/** The `.info` of linux-amd64 of each release of `held`, where it is not held and may be. */
async function proofsOf(world: AddWorld, held: readonly Toolchain[]): Promise<Want[]> {
  const proofs = [...new Set(held.map(({ go }) => go))].map(go => ({ go, ...existencePlatform }))
  const has = await Promise.all(proofs.map(one => world.has(toolchainModule(one), 'info')))
  return proofs.filter((one, i) => !has[i] && !isRecalled(world, one)).map(one => wantOf(one, ['mod', 'info']))
}
