import { z } from 'zod'
import { hashGoMod } from '../../core/dirhash/dirhash.ts'
import { toWire } from '../../core/error-wire.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { blobKey } from '../../core/tree/keys.ts'
import { maxRootFileBytes } from '../../core/zip/limits.ts'
import type { Watch } from '../../ports/watch.ts'
import type { Want } from '../../services/add/world.ts'
import { closureOf } from '../../services/closure/closure.ts'
import { PARSED_LEVELS } from '../../services/closure/levels.ts'
import type { ClosureWorld } from '../../services/closure/world.ts'
import type { Pull } from '../../services/pull/pull.ts'
import type { Writer } from '../node/writer.ts'

const file = z.strictObject({ file: z.string(), text: z.string() })

/** A project as `goferry add` sends it, and how much of its closure is wanted. */
export const projectRequest = z.strictObject({
  level: z.enum(PARSED_LEVELS),
  /** Takes only go.mods where the project is not tidy: whoever asks finds out what it needs. */
  tidyOnly: z.boolean().default(false),
  project: z.strictObject({
    name: z.string(),
    modules: z.array(z.strictObject({ folder: z.string(), goMod: file, goSum: file.optional() })).min(1),
    work: z.strictObject({ folder: z.string(), goWork: file, goWorkSum: file.optional() }).optional(),
    replacedBy: z.array(z.strictObject({ base: z.string(), path: z.string(), goMod: file })),
  }),
})

/** What is wanted for a project. */
export interface ProjectWants {
  readonly wants: readonly Want[]
  /** The go.mods that could not be read, each told. */
  readonly failed: number
  /** Signs that go.mod and go.sum do not name all that is needed. */
  readonly untidy: number
}

/**
 * What the closure of a project wants. Its go.mods are taken into the node on the way, for they are part of it. Throws
 * `bad-gomod` and `bad-record` for files of the project, `interrupted`, and what the node's own log and store throw.
 */
export async function wantsOfProject(
  taking: Taking,
  { project, level, tidyOnly }: z.output<typeof projectRequest>,
): Promise<ProjectWants> {
  const { watch } = taking
  const { versions, unread, untidy } = await closureOf(takingGoMods(taking), project, level)
  // Where go.mods are missing, whoever asks could not find out either.
  if (tidyOnly && untidy.length > 0 && unread.size === 0) return { wants: [], failed: 0, untidy: untidy.length }
  for (const [subject, error] of unread) {
    if (watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'add' })
    if (!isGoferryError(error)) throw error
    await watch.tell({ subject, outcome: 'failed', part: 'mod', error: toWire(error) })
  }
  const wants = versions
    .filter(({ path, version, parts }) => parts.some(part => part !== 'mod') || !unread.has(`${path}@${version}`))
    .map(({ path, version, parts, sums }) => ({ path, query: version, parts, sums }))
  return { wants, failed: unread.size, untidy: unread.size > 0 ? 0 : untidy.length }
}

/** What go.mods are taken with. */
interface Taking {
  readonly writer: Writer
  readonly pull: Pull
  readonly watch: Watch
  /** `path@version` of each that came in is put here. */
  readonly taken: Set<string>
}

/** Reads go.mods out of the node, and takes those into it that are not held. */
function takingGoMods({ writer: { tree, store }, pull, watch, taken }: Taking): ClosureWorld {
  let done = 0
  return {
    readGoMod: async module => {
      const subject = `${module.path}@${module.version}`
      if (watch.signal.aborted) throw new GoferryError('interrupted', { subject })
      if (!(await tree.has(module, 'mod'))) {
        await pull.fetch(module, 'mod')
        taken.add(subject)
      }
      const bytes = await store.read(blobKey('public', module, 'mod'), maxRootFileBytes)
      if (bytes === undefined) throw new GoferryError('absent', { subject: `${subject}/go.mod` })
      watch.progress({ done: ++done, total: undefined, bytes: 0, totalBytes: undefined, at: `${subject}/go.mod` })
      return { bytes, h1: hashGoMod(bytes) }
    },
  }
}
