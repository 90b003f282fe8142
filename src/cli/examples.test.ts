import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { nodeCommands } from '../main/node-commands.ts'
import { EXAMPLES } from './examples.ts'
import { runProgram } from './program.ts'

/** The help of a command, in Chinese: its own texts have no flag by chance. */
async function helpOf(name: string): Promise<string> {
  const lines: string[] = []
  const terminal = {
    print: (text: string) => lines.push(text),
    note: () => undefined,
    lang: 'zh',
    version: '',
    columns: undefined,
    status: () => undefined,
    goWork: undefined,
    interrupted: () => new AbortController().signal,
  } as const
  assert.equal(await runProgram([...name.split(' ').filter(Boolean), '--help'], terminal, nodeCommands), 0)
  return lines.join('\n')
}

describe('the examples of the help', () => {
  for (const [name, examples] of Object.entries(EXAMPLES))
    it(`of ${name || 'goferry'} are of that command, with options that it has`, async () => {
      const help = await helpOf(name)
      for (const example of examples) {
        assert.ok(example.startsWith(`goferry ${name}`), example)
        assert.ok(help.includes(`\n  ${example}`), help)
        for (const [flag] of example.matchAll(/ --[a-z0-9-]+/g))
          assert.match(help, new RegExp(`^ {2}(-\\w, )?${flag.trim()}\\b.* {2}`, 'm'), example)
      }
    })
})
