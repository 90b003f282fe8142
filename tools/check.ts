import { join } from 'node:path'
import * as catalogue from './check-catalogue.ts'
import * as dependencies from './check-dependencies.ts'
import * as docs from './check-docs.ts'
import * as errors from './check-errors.ts'
import * as layers from './check-layers.ts'
import * as pages from './check-pages.ts'
import * as scripts from './check-scripts.ts'
import * as sizes from './check-sizes.ts'
import * as style from './check-style.ts'
import * as types from './check-types.ts'
import * as unused from './check-unused.ts'
import * as words from './check-words.ts'
import { type Offence, show } from './offence.ts'
import { Tree } from './tree.ts'

/** One rule of the project, and the program that keeps it. */
export interface Check {
  check(tree: Tree): Promise<Offence[]>
  /** What there is to tell also when nothing is wrong. */
  figures?(tree: Tree): string
}

/** What one check found, and how long it took. */
export interface Outcome {
  readonly name: string
  readonly milliseconds: number
  readonly offences: readonly Offence[]
  readonly figures?: string
}

/** All checks by name. Those that run other programs come first: they go on while the others read the tree. */
export const checks: Readonly<Record<string, Check>> = {
  types,
  style,
  unused,
  scripts,
  words,
  layers,
  docs,
  sizes,
  errors,
  catalogue,
  pages,
  dependencies,
}

/** Runs all checks on the project at `root` at once. */
export async function runChecks(root: string): Promise<Outcome[]> {
  const tree = new Tree(root)
  const outcomes = Object.entries(checks).map(async ([name, one]): Promise<Outcome> => {
    const started = performance.now()
    const offences = await one.check(tree)
    const milliseconds = Math.round(performance.now() - started)
    return { name, milliseconds, offences, ...(one.figures && { figures: one.figures(tree) }) }
  })
  return Promise.all(outcomes)
}

/** Runs and prints all checks, one line each and one more for each offence; returns whether all are clean. */
export async function checkProject(root: string, json: boolean): Promise<boolean> {
  const outcomes = await runChecks(root)
  if (json) console.log(JSON.stringify(outcomes, null, 2))
  else for (const outcome of outcomes) print(outcome)
  return outcomes.every(({ offences }) => offences.length === 0)
}

function print({ name, milliseconds, offences, figures }: Outcome): void {
  const verdict = offences.length === 0 ? 'ok  ' : 'FAIL'
  const told = offences.length === 0 ? (figures ?? '') : `${offences.length} offences`
  console.log(`${verdict} ${name.padEnd(12)} ${(milliseconds / 1000).toFixed(1).padStart(5)} s  ${told}`.trimEnd())
  for (const offence of offences) console.log(`       ${show(offence)}`)
}

if (import.meta.main) {
  const unknown = process.argv.slice(2).filter(argument => argument !== '--json')
  if (unknown.length > 0) {
    console.error(`usage: ./goferry check [--json] (not ${unknown.join(' ')})`)
    process.exit(2)
  }
  const clean = await checkProject(join(import.meta.dirname, '..'), process.argv.includes('--json'))
  process.exitCode = clean ? 0 : 1
}
