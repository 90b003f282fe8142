import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Kind } from '../../core/tree/keys.ts'
import { loggedDigest } from '../../core/tree/logged-digest.ts'
import type { StoredBlob } from '../../ports/store.ts'
import type { Answer } from './answer.ts'
import { missed } from './known.ts'
import { checkVersionVisible, isVersionVisible } from './visibility.ts'
import type { World } from './world.ts'

const CONTENT_TYPES = {
  zip: 'application/zip',
  mod: 'text/plain; charset=utf-8',
  info: 'application/json',
} as const satisfies Record<Kind, Answer['contentType']>

/**
 * Answers `.info`, `.mod` or `.zip` of a version: what is held, else what the upstream has, once it is verified, logged
 * and stored. Throws `denied`, `missing`, `absent`, `store-damaged`, or why the pull failed.
 */
export async function servePart(world: World, module: ModuleVersion, part: Kind): Promise<Answer> {
  checkVersionVisible(world.policy, world.state(), module)
  const blob = (await world.tree.open(module, part)) ?? (await pulled(world, module, part))
  if (blob === undefined) throw await missed(world, { ...module, isProbe: part === 'info' })
  const etag = loggedDigest(world.state(), module, part)
  return {
    contentType: CONTENT_TYPES[part],
    body: blob,
    cache: 'immutable',
    stands: stands(world, { module, part, blob, etag }),
    ...(etag === undefined ? {} : { etag }),
  }
}

/** The file is still the one that was verified, and what the log says since then neither hides nor replaces it. */
function stands(
  world: World,
  { module, part, blob, etag }: { module: ModuleVersion; part: Kind; blob: StoredBlob; etag: string | undefined },
): () => boolean {
  let { size } = world.state()
  return () => {
    if (!blob.isCurrent()) return false
    const state = world.state()
    if (state.size === size) return true
    if (!isVersionVisible(world.policy, state, module) || loggedDigest(state, module, part) !== etag) return false
    size = state.size
    return true
  }
}

async function pulled(world: World, module: ModuleVersion, part: Kind): Promise<StoredBlob | undefined> {
  if (world.pull === undefined) return undefined
  try {
    await world.pull.fetch(module, part)
  } catch (error) {
    throw await missed(world, { ...module, isProbe: part === 'info' }, error)
  }
  await world.refresh()
  return world.tree.open(module, part)
}
