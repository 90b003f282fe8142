import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cliPage, cliReference } from './cli-reference.ts'
import { doctorPages, doctorReference } from './doctor-reference.ts'
import { messagesFolder, messagesOf } from './messages.ts'
import { settingsPage, settingsReference } from './settings-reference.ts'
import { Tree } from './tree.ts'

/** Where the list of error codes is written. */
export const errorsPage = 'docs/reference/errors.md'

/** Where the error codes are declared. */
export const errorsSource = `${messagesFolder}errors.ts`

/** The page of all error codes: what each means in both languages, and when it happens (its docstring). */
export function errorsReference(tree: Tree): string {
  const rows = messagesOf(tree, errorsSource).map(({ key, en, zh, when }) => `| \`${key}\` | ${en} | ${zh} | ${when} |`)
  return `# Error codes

<!-- Written by tools/gen-reference.ts from ${errorsSource}: change it there. -->

What goferry refuses, it refuses with one of these codes. \`--json\` shows the code as \`code\` and what it is about as
\`subject\` (here \`{subject}\`); the text goes on with a reason where there is one.

| code | in English | in Chinese | when |
| --- | --- | --- | --- |
${rows.join('\n')}
`
}

if (import.meta.main) {
  const tree = new Tree(join(import.meta.dirname, '..'))
  const pages = {
    [errorsPage]: errorsReference(tree),
    [settingsPage]: settingsReference(),
    [cliPage]: await cliReference(),
    [doctorPages.en]: doctorReference(tree.text(doctorPages.en), 'en'),
    [doctorPages.zh]: doctorReference(tree.text(doctorPages.zh), 'zh'),
  }
  for (const [path, text] of Object.entries(pages)) {
    const page = join(tree.root, path)
    mkdirSync(dirname(page), { recursive: true })
    writeFileSync(page, text)
  }
}
