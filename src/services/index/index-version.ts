import { isGoferryError } from '../../core/errors.ts'
import { type GoMod, parseGoModLax } from '../../core/modfile/gomod.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { toolchainPath } from '../../core/toolchain/toolchain.ts'
import { vendorOf } from '../../core/toolchain/vendor.ts'
import type { IndexedVersion } from '../../ports/module-index.ts'
import type { IndexWorld } from './world.ts'

/** What the index is to say of a version that the log names; undefined where it names none. */
export async function indexVersion(
  { log, content }: IndexWorld,
  module: ModuleVersion,
): Promise<IndexedVersion | undefined> {
  const { path, version } = module
  const known = log.state.version(path, version)
  if (known === undefined) return undefined
  const isToolchain = path === toolchainPath || vendorOf(path) !== undefined
  const commands = known.zip === undefined || isToolchain ? [] : await content.commands(module)
  const goMod = await parsed(module, await content.goMod(module))
  const deprecated = goMod?.module?.deprecated ?? ''
  return {
    path,
    version,
    kind: isToolchain ? 'toolchain' : commands.length > 0 ? 'tool' : 'module',
    words: [...commands, ...(deprecated === '' ? [] : [deprecated.replaceAll('\n', ' ')])],
    position: known.record.id,
    h1: known.record.h1Zip,
    size: known.zip?.size,
    requires: goMod?.require.map(({ path, version, indirect }) => ({ path, version, indirect })) ?? [],
  }
}

/** Old go.mod files are not all of the grammar of today: what cannot be read requires nothing. */
async function parsed({ path, version }: ModuleVersion, bytes: Uint8Array | undefined): Promise<GoMod | undefined> {
  try {
    return bytes && parseGoModLax(`${path}@${version}`, bytes)
  } catch (error) {
    if (isGoferryError(error)) return undefined
    throw error
  }
}
