import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { utf8 } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import { parseGoMod } from '../../core/modfile/gomod.ts'
import { parseGoWork } from '../../core/modfile/gowork.ts'
import type { Replacement } from '../../core/modfile/replace.ts'
import type { Project, ProjectFile, ProjectModule, ReplacingFolder } from '../../services/closure/project.ts'

/** Bytes of a go.mod, go.sum or go.work at most; the largest go.sum that is known has 3 MB. */
const maxBytes = 64 * 2 ** 20

/**
 * Reads what says what a project is built of. `input` is a folder in it, where the go command would be started, or its
 * go.mod or go.work. As the go command does it looks for go.mod and go.work in the folders above too; `goWork` is
 * GOWORK: another go.work, or `off`. Throws `absent`, `too-large`, `io-failed`, `bad-gomod`.
 */
export async function readProject(input: string, goWork: string | undefined): Promise<Project> {
  const named = pathOfInput(input)
  const name = basename(named)
  if (name === 'go.work') return readWorkspace(named)
  if (name === 'go.mod') return readLone(named)
  if (!(await isFolder(named))) throw new GoferryError('absent', { subject: input, reason: 'closure.no-project' })
  const work = goWork === 'off' ? undefined : goWork || (await above(named, 'go.work'))
  if (work !== undefined) {
    const workspace = await readWorkspace(work)
    const goMod = await above(named, 'go.mod')
    const isUsed = workspace.modules.some(({ folder }) => goMod === undefined || folder === dirname(goMod))
    if (isUsed) return workspace
  }
  const goMod = await above(named, 'go.mod')
  if (goMod === undefined) throw new GoferryError('absent', { subject: input, reason: 'closure.no-project' })
  return readLone(goMod)
}

/** The path that `input` names, which may be a file URL. */
export function pathOfInput(input: string): string {
  return input.startsWith('file:///') && URL.canParse(input) ? fileURLToPath(input) : resolve(input)
}

async function readLone(file: string): Promise<Project> {
  const module = await readModule(dirname(file))
  const { replace } = parseGoMod(module.goMod.file, utf8(module.goMod.text))
  return { name: module.folder, modules: [module], replacedBy: await readReplacing(module.folder, replace) }
}

async function readWorkspace(file: string): Promise<Project> {
  const folder = dirname(file)
  const goWork = await readText(file)
  const { use, replace } = parseGoWork(file, utf8(goWork.text))
  const modules: ProjectModule[] = []
  for (const used of use) modules.push(await readUsed(resolve(folder, used)))
  const replacedBy = await readReplacing(folder, replace)
  for (const { folder: base, goMod } of modules)
    replacedBy.push(...(await readReplacing(base, parseGoMod(goMod.file, utf8(goMod.text)).replace)))
  const goWorkSum = await readIfThere(join(folder, 'go.work.sum'))
  return { name: folder, modules, work: { folder, goWork, ...(goWorkSum && { goWorkSum }) }, replacedBy }
}

/** A module that a go.work names. */
async function readUsed(folder: string): Promise<ProjectModule> {
  try {
    return await readModule(folder)
  } catch (cause) {
    if (!(cause instanceof GoferryError && cause.code === 'absent')) throw cause
    throw new GoferryError('absent', { subject: cause.subject, reason: 'closure.no-used', cause })
  }
}

async function readModule(folder: string): Promise<ProjectModule> {
  const goMod = await readText(join(folder, 'go.mod'))
  const goSum = await readIfThere(join(folder, 'go.sum'))
  return { folder, goMod, ...(goSum && { goSum }) }
}

/** The go.mod of each folder that `lines`, of a file in `base`, name; what is not there is left out. */
async function readReplacing(base: string, lines: readonly Replacement[]): Promise<ReplacingFolder[]> {
  const found: ReplacingFolder[] = []
  for (const { new: by } of lines) {
    if (by.version !== '') continue
    const goMod = await readIfThere(join(resolve(base, by.path), 'go.mod'))
    if (goMod !== undefined) found.push({ base, path: by.path, goMod })
  }
  return found
}

/** The file `name` in `folder` or the nearest folder above that has it. */
async function above(folder: string, name: string): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, name)
    if ((await stat(file).catch(() => undefined))?.isFile()) return file
    if (dirname(at) === at) return undefined
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false
}

async function readIfThere(file: string): Promise<ProjectFile | undefined> {
  try {
    return await readText(file)
  } catch (error) {
    if (error instanceof GoferryError && error.code === 'absent') return undefined
    throw error
  }
}

/** Reads a text. Throws `absent`, `too-large`, `io-failed`. */
export async function readText(file: string): Promise<ProjectFile> {
  try {
    const found = await stat(file)
    if (!found.isFile()) throw new GoferryError('usage', { subject: file, reason: 'closure.no-file' })
    const { size } = found
    if (size > maxBytes) throw new GoferryError('too-large', { subject: file })
    return { file, text: await readFile(file, 'utf8') }
  } catch (cause) {
    if (cause instanceof GoferryError) throw cause
    const isAbsent = ['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')
    throw new GoferryError(isAbsent ? 'absent' : 'io-failed', { subject: file, cause })
  }
}
