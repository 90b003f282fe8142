import type { Folder } from '../../cli/folder.ts'
import { neededToolchain } from '../../core/graph/needed-toolchain.ts'
import { compareGoVersions, parseGoVersion } from '../../core/toolchain/go-version.ts'
import { toolchainModule } from '../../core/toolchain/toolchain.ts'
import { KINDS } from '../../core/tree/keys.ts'
import { type LackingVersion, lackingOf } from '../../services/closure/lacking.ts'
import { type Project, parseProject } from '../../services/closure/project.ts'

/**
 * The toolchain that `project` asks for on the platform `here`, where `own`, `go1.26.8`, is older and the node of
 * `folder` does not hold it: one version or none.
 */
export async function lackingGo(
  folder: Folder,
  project: Project,
  own: string,
  here: string,
): Promise<LackingVersion[]> {
  const needed = neededToolchain(parseProject(project).mains)
  const [found, wanted] = [parseGoVersion(own), parseGoVersion(needed ?? '')]
  if (needed === undefined || found === undefined || wanted === undefined) return []
  if (compareGoVersions(found, wanted) >= 0) return []
  const [os = '', arch = ''] = here.split('/')
  const module = toolchainModule({ go: needed, os, arch })
  const lacking = await lackingOf([{ ...module, parts: KINDS, sums: {} }], folder)
  return lacking.filter(({ lacks }) => lacks.length > 0)
}
