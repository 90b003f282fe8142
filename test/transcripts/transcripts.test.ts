import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { runProgram } from '../../src/cli/program.ts'
import { recordHash } from '../../src/core/tlog/hash.ts'
import { checkRecord } from '../../src/core/tlog/record-proof.ts'
import { nodeCommands } from '../../src/main/node-commands.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { makeSampleNode } from '../support/sample-node.ts'
import { argumentsOf, formatTranscript, type Run, readTranscript } from '../support/transcript.ts'

const folder = temporaryFolders()
const files = readdirSync(import.meta.dirname).filter(name => name.endsWith('.txt'))

/** What differs from run to run, by the name that a transcript has for it. */
const places: readonly [RegExp, string][] = [
  [/goferry-[0-9a-f]{8}\.local\+[0-9a-f]{8}\+[\w+/]+=*/g, 'LOG+HASH+KEY'],
  [/goferry-[0-9a-f]{8}\.local/g, 'LOG'],
  [/^(— LOG) \S+$/gm, '$1 SIGNATURE'],
  [/(— LOG) [\w+/]+=*/g, '$1 SIGNATURE'],
  [/(created"?[: ]+"?)\d{4}-\d\d-\d\dT[\d:]+Z/g, '$1TIME'],
  [/"fingerprint":"[^"]*"/g, '"fingerprint":"FINGERPRINT"'],
]

async function run(command: string, data: string): Promise<Run> {
  const [stdout, stderr]: [string[], string[]] = [[], []]
  const clean = (line: string) =>
    places.reduce((text, [pattern, place]) => text.replace(pattern, place), line.replaceAll(data, 'DATA')).split('\n')
  const terminal = {
    print: (line: string) => stdout.push(...clean(line)),
    note: (line: string) => stderr.push(...clean(line)),
    lang: 'en',
    version: '1.2.3',
    columns: undefined,
    status: () => undefined,
    goWork: undefined,
    interrupted: () => new AbortController().signal,
  } as const
  const args = argumentsOf(command).map(arg => arg.replace('DATA', data))
  return { command, exit: await runProgram(args, terminal, nodeCommands), stdout, stderr }
}

/** To take what the commands say now for what they are to say: UPDATE_TRANSCRIPTS=1, then read the difference. */
describe('transcripts', () => {
  let data: string
  before(async () => {
    data = folder()
    process.env['GOFERRY_DATA'] = data
    await makeSampleNode(data)
  })

  for (const file of files)
    it(`${file} is what the commands say`, async () => {
      const path = join(import.meta.dirname, file)
      const golden = readFileSync(path, 'utf8')
      const { comment, commands } = readTranscript(golden)
      const runs: Run[] = []
      for (const command of commands) runs.push(await run(command, data))
      const text = formatTranscript(comment.trimEnd() + (comment === '' ? '' : '\n'), runs)
      if (process.env['UPDATE_TRANSCRIPTS'] === '1') writeFileSync(path, text)
      else assert.equal(text, golden)
    })

  it('log --prove gives hashes that lead from the entry to the signed root', async () => {
    const lines = async (command: string) => (await run(command, data)).stdout.map(line => JSON.parse(line))
    for (const { id, text } of await lines('log --json')) {
      const [{ hashes, checkpoint }] = await lines(`log --prove ${id} --json`)
      const [, size, root = ''] = checkpoint.split('\n')
      const tree = { size: Number(size), root: Buffer.from(root, 'base64') }
      const proof = hashes.map((hash: string) => Buffer.from(hash, 'base64'))
      checkRecord(proof, tree, id, recordHash(text))
      assert.throws(() => checkRecord(proof, tree, id, recordHash(`${text}x`)))
    }
  })

  it('hold no command that fails by itself', () => {
    for (const file of files)
      assert.doesNotMatch(readFileSync(join(import.meta.dirname, file), 'utf8'), /internal error|^! +at /m)
  })
})
