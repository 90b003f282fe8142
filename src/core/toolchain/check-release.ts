import { fromUtf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { printable } from '../messages/text.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import { compareGoVersions, parseGoVersion } from './go-version.ts'
import { toolchainOf } from './toolchain.ts'

/** The file of a toolchain that says which release it is, in its first line. */
export const versionFile = 'VERSION'
/** It has two short lines. */
export const maxVersionBytes = 4096

/**
 * Checks that the file VERSION of the archive `name` says the release of `module`; what a vendor puts behind the
 * number, there or in the name, is the vendor's. Undefined stands for one that is not there or too long. Throws
 * `bad-archive`.
 */
export function checkRelease(file: Uint8Array | undefined, name: string, module: ModuleVersion): void {
  const text = file && fromUtf8(file)
  if (text === undefined) throw new GoferryError('bad-archive', { subject: name, reason: 'archive.no-version' })
  const [line = ''] = text.split('\n', 1)
  const wanted = toolchainOf(module.version)?.go ?? ''
  const [said, asked] = [parseGoVersion(line), parseGoVersion(wanted)]
  if (line.startsWith('go') && said !== undefined && asked !== undefined && compareGoVersions(said, asked) === 0) return
  const params = { found: printable(line.slice(0, 100)), wanted }
  throw new GoferryError('bad-archive', { subject: name, reason: 'archive.other-version', params })
}
