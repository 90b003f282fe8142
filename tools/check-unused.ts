import { posix } from 'node:path'
import ts from 'typescript'
import type { Offence } from './offence.ts'
import { installed, run } from './program.ts'
import { nodes, type Tree } from './tree.ts'

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
  const loaded = loadedByName(tree)
  return issues.flatMap(({ file, ...kinds }) =>
    Object.entries(kinds).flatMap(([kind, findings]) =>
      findings
        .filter(({ name }) => !loaded.has(`${file} ${name}`) && !loaded.has(`${file} *`))
        .map(({ name, line }) => ({ file, ...(line && { line }), says: `knip, ${kind}: ${name}` })),
    ),
  )
}

/**
 * What tests take from a module whose address they compute, which knip does not see: 'file name' for each name of
 * `const { name }: typeof import('file')`, 'file *' where the whole module gets a name.
 */
function loadedByName(tree: Tree): Set<string> {
  const found = new Set<string>()
  for (const file of tree.files(/\.test\.ts$/)) {
    for (const node of nodes(tree.source(file))) {
      if (!ts.isVariableDeclaration(node) || !node.type || !ts.isImportTypeNode(node.type)) continue
      const path = posix.join(posix.dirname(file), node.type.argument.getText().slice(1, -1))
      const names = ts.isObjectBindingPattern(node.name) ? node.name.elements.map(nameOf) : ['*']
      for (const name of names) found.add(`${path} ${name}`)
    }
  }
  return found
}

function nameOf(element: ts.BindingElement): string {
  return (element.propertyName ?? element.name).getText()
}
