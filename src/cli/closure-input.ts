import { stat } from 'node:fs/promises'
import type { ClosureRequest } from './closure-access.ts'
import type { ClosureFlags } from './closure-flags.ts'
import { type ListedInput, readClosureList } from './closure-list.ts'
import { parseModuleArgument } from './module-argument.ts'
import { readProject } from './project/read-project.ts'
import type { Terminal } from './terminal.ts'

/** A closure, and what messages call what it is of. */
export interface NamedClosure {
  readonly name: string
  readonly closure: ClosureRequest
}

/** Whether `input` names a list of inputs. */
export const isClosureList = (input: string): boolean => /\.ya?ml$/.test(input)

/**
 * What is asked for by `input`: a project's folder, go.mod or go.work, `MODULE@QUERY` and `PACKAGE@QUERY`, or a list of
 * these. Throws what reading a project or a list throws; `bad-module-path` and `usage` for the others.
 */
export async function closuresOfInput(
  input: string,
  flags: ClosureFlags,
  terminal: Pick<Terminal, 'goWork'>,
): Promise<NamedClosure[]> {
  const inputs = isClosureList(input) ? await readClosureList(input, flags) : [{ input, flags }]
  return Promise.all(inputs.map(one => closureOfInput(one, terminal)))
}

async function closureOfInput({ input, flags }: ListedInput, { goWork }: Pick<Terminal, 'goWork'>) {
  const { level, platform = [undefined], tags = [] } = flags
  const targets = platform.map(one => ({ ...one, tags }))
  const isThere = await stat(input).then(
    () => true,
    () => false,
  )
  if (isThere || !input.includes('@')) {
    const project = await readProject(input, goWork)
    return { name: project.name, closure: { project, level, targets } }
  }
  parseModuleArgument(input)
  return { name: input, closure: { seeds: [input], level, targets } }
}
