import { utf8 } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import { MainModules } from '../../core/graph/main-modules.ts'
import { type GoMod, parseGoMod } from '../../core/modfile/gomod.ts'
import { parseGoWork } from '../../core/modfile/gowork.ts'
import { type GoSumLine, parseGoSum } from '../../core/sumdb/go-sum-file.ts'

/** A text of a project, and the name that messages have for it. */
export interface ProjectFile {
  readonly file: string
  readonly text: string
}

/** A module of a project. */
export interface ProjectModule {
  readonly folder: string
  readonly goMod: ProjectFile
  readonly goSum?: ProjectFile | undefined
}

/** What of a project says what it is built of, as plain JSON: nothing else of it leaves its folder. */
export interface Project {
  /** What messages call it: its folder. */
  readonly name: string
  /** One module, or those of the workspace. */
  readonly modules: readonly ProjectModule[]
  readonly work?:
    | { readonly folder: string; readonly goWork: ProjectFile; readonly goWorkSum?: ProjectFile | undefined }
    | undefined
  /** What lies in the folders that replace lines name. */
  readonly replacedBy: readonly ReplacingFolder[]
}

/** A project that was made up: it lies nowhere, and has one Go file. */
export interface SeedProject extends Project {
  readonly source: string
}

/** A folder that a replace line names: `path` as the line has it, below `base`, the folder of the line's file. */
export interface ReplacingFolder {
  readonly base: string
  readonly path: string
  readonly goMod: ProjectFile
}

/** A project whose files were read. */
export interface ParsedProject {
  readonly mains: MainModules
  readonly goSum: readonly GoSumLine[]
}

/** The go.mod of a main module, which must name it (Go: modload.loadModFile). */
function parseMain({ file, text }: ProjectFile): GoMod {
  const goMod = parseGoMod(file, utf8(text))
  if (goMod.module === undefined) throw new GoferryError('bad-gomod', { subject: file, reason: 'source.no-module' })
  return goMod
}

/** Reads the files of `project`. Throws `bad-gomod` and `bad-record`. */
export function parseProject({ modules, work }: Project): ParsedProject {
  const mains = new MainModules(
    modules.map(({ folder, goMod }) => ({ folder, goMod: parseMain(goMod) })),
    work && { folder: work.folder, goWork: parseGoWork(work.goWork.file, utf8(work.goWork.text)) },
  )
  const sums = [...modules.map(({ goSum }) => goSum), work?.goWorkSum].filter(file => file !== undefined)
  return { mains, goSum: sums.flatMap(({ file, text }) => parseGoSum(file, text)) }
}
