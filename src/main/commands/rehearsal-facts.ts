import { relative } from 'node:path'
import { utf8 } from '../../core/bytes.ts'
import { hex, sha256 } from '../../core/hash.ts'
import type { Rehearsal } from '../../core/rehearsal/certificate.ts'
import { type Project, parseProject } from '../../services/closure/project.ts'

/** What a certificate says of `project`: its modules, and the hashes of the files that say what it is built of. */
export function factsOf(project: Project): Pick<Rehearsal, 'modules' | 'files'> {
  const { name, modules, work } = project
  const files = [work?.goWork, work?.goWorkSum, ...modules.flatMap(({ goMod, goSum }) => [goMod, goSum])]
  return {
    modules: parseProject(project).mains.versions.map(({ path }) => path),
    files: files
      .filter(file => file !== undefined)
      .map(({ file, text }) => ({ name: relative(name, file), sha256: hex(sha256(utf8(text))) })),
  }
}
