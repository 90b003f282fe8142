import type { Offence } from './offence.ts'
import { installed, run } from './program.ts'
import type { Tree } from './tree.ts'

/** The compiler's errors: `tsc --noEmit` under the strict settings of tsconfig.json. */
export async function check(tree: Tree): Promise<Offence[]> {
  const tsc = await run(installed(tree.root, 'tsc'), ['--noEmit', '--pretty', 'false'], tree.root)
  if (tsc.code === 0) return []
  const offences = tsc.stdout.split('\n').flatMap(line => {
    const [, file, at, says] = /^(\S[^(]*)\((\d+),\d+\): error (.*)$/.exec(line) ?? []
    return file && says ? [{ file, line: Number(at), says }] : []
  })
  return offences.length > 0 ? offences : [{ file: 'tsconfig.json', says: `tsc failed: ${tsc.stdout}${tsc.stderr}` }]
}
