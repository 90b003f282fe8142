import { neededToolchain } from '../../core/graph/needed-toolchain.ts'
import { existencePlatform } from '../../core/toolchain/toolchain.ts'
import { parseProject } from '../../services/closure/project.ts'
import type { ClosureFlags } from '../closure-flags.ts'
import type { NamedClosure } from '../closure-input.ts'
import type { Context } from '../context.ts'
import { addToolchains } from './add.ts'

/** Adds the toolchains that the projects of `closures` ask for, for the platforms of `flags`. Throws `incomplete`. */
export async function addNeeded(
  context: Context,
  closures: readonly NamedClosure[],
  { platform, upstream }: ClosureFlags & { readonly upstream?: string },
): Promise<void> {
  const projects = closures.flatMap(({ closure }) => (closure.project === undefined ? [] : [closure.project]))
  const needed = new Set(projects.map(project => neededToolchain(parseProject(project).mains)))
  const queries = [...needed].filter(version => version !== undefined)
  if (queries.length === 0) return
  const platforms = (platform ?? [existencePlatform]).map(({ os, arch }) => `${os}/${arch}`)
  await addToolchains(context, queries, { platform: platforms, ...(upstream !== undefined && { upstream }) })
}
