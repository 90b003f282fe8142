import { isGoferryError } from '../../core/errors.ts'
import { isQuarantined } from '../../core/ferry/quarantine.ts'
import { unescapePath, unescapeVersion } from '../../core/module/escape.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { parseTilePath, tileHeight } from '../../core/tlog/tile.ts'
import { toolchainOfArchive } from '../../core/toolchain/archive-name.ts'
import { partKey } from '../../core/toolchain/part-key.ts'
import { toolchainPath, toolchainVersion } from '../../core/toolchain/toolchain.ts'
import { vendorPath } from '../../core/toolchain/vendor.ts'
import { KINDS, type Realm } from '../../core/tree/keys.ts'
import { checkpointKey, databaseFolder } from '../../core/tree/log-keys.ts'
import { loggedDigest } from '../../core/tree/logged-digest.ts'
import { realmOf } from './check-part.ts'
import type { VerifyWorld } from './world.ts'

/** The files of the two trees that no entry of the log accounts for. */
export async function* extraFiles(world: VerifyWorld): AsyncGenerator<string> {
  for await (const path of world.files.walk()) {
    if (world.watch.signal.aborted) return
    if (!isAccountedFor(world, path)) yield path
  }
}

function isAccountedFor(world: VerifyWorld, path: string): boolean {
  // What nobody approved yet is of no entry, and served to nobody.
  if (path === checkpointKey || isQuarantined(path)) return true
  try {
    const database = `${databaseFolder(world.log.name)}/`
    if (path.startsWith(database)) return isOfLog(world, path.slice(database.length))
    const [realm, ...rest] = path.split('/')
    if (realm === 'archives') return isArchive(world, path)
    return isOfTree(world, realm === 'withheld' ? 'withheld' : 'public', rest.join('/'))
  } catch (error) {
    // A name that no module, version or tile has.
    if (isGoferryError(error)) return false
    throw error
  }
}

/** `latest`, `lookup/…` of a record, `tile/8/…` of a tree that there was. */
function isOfLog({ state }: VerifyWorld, path: string): boolean {
  if (path === 'latest' || path === 'supported') return true
  if (path.startsWith('lookup/')) {
    const { path: module, version } = split(path.slice('lookup/'.length), '@')
    return state.version(module, version) !== undefined
  }
  const { height, level, n, width } = parseTilePath(path)
  return height === tileHeight && level !== 'data' && (n * 2 ** height + width) * 2 ** (height * level) <= state.size
}

/** `MODULE/@v/list`, `MODULE/@latest`, or a part that an entry names, in the tree where it belongs. */
function isOfTree(world: VerifyWorld, realm: Realm, path: string): boolean {
  const [, module] = /^(.+)\/(?:@v\/list|@latest)$/s.exec(path) ?? []
  if (module !== undefined) return realm === 'public' && world.state.knows(unescapePath(module))
  const kind = KINDS.find(each => path.endsWith(`.${each}`))
  if (kind === undefined) return false
  const version = split(path.slice(0, -kind.length - 1), '/@v/')
  return loggedDigest(world.state, version, kind) !== undefined && realmOf(world, version) === realm
}

/** `archives/go/NAME/SHA256`, or with the label of a vendor: what the log names. */
function isArchive({ state }: VerifyWorld, path: string): boolean {
  const [, channel = '', name = ''] = path.split('/')
  const toolchain = toolchainOfArchive(name)
  if (toolchain === undefined) return false
  const module = { path: channel === 'go' ? toolchainPath : vendorPath(channel), version: toolchainVersion(toolchain) }
  return partKey(state, module, 'archive') === path
}

function split(escaped: string, between: string): ModuleVersion {
  const at = escaped.lastIndexOf(between)
  return {
    path: unescapePath(escaped.slice(0, Math.max(0, at))),
    version: unescapeVersion(escaped.slice(at + between.length)),
  }
}
