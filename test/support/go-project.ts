import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GoClient } from './go-client.ts'

/** A new program at a developer's desk that imports `packages`, none of which its go.mod requires yet. Returns its folder. */
export function goProject(client: GoClient, ...packages: readonly string[]): string {
  const project = mkdtempSync(join(client.folder, 'project-'))
  const imports = packages.map(path => `import _ "${path}"\n`).join('')
  writeFileSync(join(project, 'go.mod'), 'module desk.test/program\n\ngo 1.25\n')
  writeFileSync(join(project, 'main.go'), `package main\n\n${imports}\nfunc main() {}\n`)
  return project
}
