import { parseInfo } from '../../core/module/info.ts'
import { type Answer, jsonAnswer } from './answer.ts'
import { missed } from './known.ts'
import { checkPathVisible, checkVersionVisible } from './visibility.ts'
import type { World } from './world.ts'

/**
 * Answers `@v/BRANCH.info` and `@v/COMMIT.info`: what the upstream resolves them to, never kept as immutable, since a
 * branch moves. Throws `denied`, `absent`, `missing`, or why the upstream gave nothing.
 */
export async function serveQuery(world: World, path: string, query: string): Promise<Answer> {
  checkPathVisible(world.policy, path)
  const info = await resolved(world, path, query)
  const { version } = parseInfo({ path, version: undefined }, info)
  checkVersionVisible(world.policy, world.state(), { path, version })
  return jsonAnswer(info, 'none')
}

async function resolved(world: World, path: string, query: string): Promise<Uint8Array> {
  const asked = { path, version: query, isProbe: true }
  if (world.pull === undefined) throw await missed(world, asked)
  try {
    return await world.pull.resolve(path, query)
  } catch (error) {
    throw await missed(world, asked, error)
  }
}
