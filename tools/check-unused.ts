import type { Offence } from './offence.ts'
import { installed, run } from './program.ts'
import type { Tree } from './tree.ts'

interface Finding {
  readonly name: string
  readonly line?: number
}

/** Files, exports and dependencies that nothing uses, and imports that no dependency covers: what knip reports. */
export async function check(tree: Tree): Promise<Offence[]> {
  const knip = await run(installed(tree.root, 'knip'), ['--reporter', 'json', '--no-progress'], tree.root)
  if (knip.code === 0) return []
  if (!knip.stdout.startsWith('{')) return [{ file: 'knip.json', says: `knip failed: ${knip.stdout}${knip.stderr}` }]
  const { issues } = JSON.parse(knip.stdout) as { issues: ({ file: string } & Record<string, Finding[]>)[] }
  return issues.flatMap(({ file, ...kinds }) =>
    Object.entries(kinds).flatMap(([kind, findings]) =>
      findings.map(({ name, line }) => ({ file, ...(line && { line }), says: `knip, ${kind}: ${name}` })),
    ),
  )
}
