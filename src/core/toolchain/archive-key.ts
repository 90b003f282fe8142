import { GoferryError } from '../errors.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import { archiveName } from './archive-name.ts'
import { toolchainOf, toolchainPath } from './toolchain.ts'
import { vendorOf } from './vendor.ts'

/**
 * The key of the archive of a toolchain, beside the tree: `archives/go/go1.26.8.linux-amd64.tar.gz/SHA256`, or
 * `archives/LABEL/…` for a vendor's. Each digest has its own place, so that none is ever put in the place of another.
 * Throws `bad-version` for what is no toolchain.
 */
export function archiveKey(module: ModuleVersion, sha256: string): string {
  return `${archiveFolder(module)}/${sha256}`
}

/** The folder of all archives that a toolchain ever had. Throws `bad-version` for what is no toolchain. */
export function archiveFolder({ path, version }: ModuleVersion): string {
  const channel = path === toolchainPath ? 'go' : vendorOf(path)
  const toolchain = toolchainOf(version)
  if (channel === undefined || toolchain === undefined)
    throw new GoferryError('bad-version', { subject: `${path}@${version}`, reason: 'toolchain.none' })
  return `archives/${channel}/${archiveName(toolchain)}`
}
