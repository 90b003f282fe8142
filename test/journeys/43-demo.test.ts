import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, it } from 'node:test'
import type { DemoEvent } from '../../src/cli/demo-access.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { goferry } from '../support/node-process.ts'
import { runCommand } from '../support/run-command.ts'

const folder = temporaryFolders()
const main = join(import.meta.dirname, '../../src/main/main.ts')
const demo = [process.execPath, main, 'demo']

describe('journey 43: the demonstration', () => {
  it('carries a real project over, and what is refused is refused in front of the reader', async () => {
    const kept = folder()
    const { code, stdout, stderr } = await goferry('demo', '--keep', kept, '--json')
    assert.equal(code, 0, stdout + stderr)
    const events: DemoEvent[] = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    const steps = events.flatMap(event => (event.kind === 'step' ? [event] : []))
    assert.deepEqual(
      steps.map(({ n, of }) => [n, of]),
      Array.from({ length: 12 }, (_, i) => [i + 1, 12]),
    )
    const codes = events.flatMap(event => (event.kind === 'ended' && event.code !== 0 ? [event.code] : []))
    assert.deepEqual(codes, [20, 20, 33, 22])
    const lines = events.flatMap(event => (event.kind === 'output' ? [event.line] : []))
    const refusals = [
      /-v001\.gfv, gf-\w+-v002\.gfv; any of its parity files gf-\w+-p001\.gfp does in the place of a volume; what came is kept$/,
      /-v001\.gfv of a bundle is damaged/,
      /before: /,
    ]
    for (const refusal of refusals)
      assert.ok(
        lines.some(line => refusal.test(line)),
        String(refusal),
      )
    assert.ok(lines.some(line => /^ok +\tgithub\.com\/fatih\/color\t/.test(line)))
    assert.deepEqual(
      lines.filter(line => line.startsWith('{') || line.includes(kept)),
      [],
    )
    assert.match(readFileSync(join(kept, 'desk', 'node.log'), 'utf8'), /golang\.org\/x\/sys\/@v\/v0\.25\.0\.zip/)
    const again = await goferry('demo', '--keep', kept)
    assert.equal(again.code, 2)
    assert.match(again.stderr, /it must be an empty folder/)
  })

  it('says what to do where there is no go command, or no way to modules', async () => {
    const [TMPDIR, PATH] = [folder(), folder()]
    const withoutGo = await runCommand(demo, { env: { ...process.env, TMPDIR, PATH } })
    assert.equal(withoutGo.code, 1)
    assert.match(withoutGo.stderr, /install Go, or put it on PATH/)
    const env = { ...process.env, TMPDIR, GOFERRY_UPSTREAM: 'http://127.0.0.1:1' }
    const withoutWay = await runCommand(demo, { env })
    assert.equal(withoutWay.code, 8)
    assert.match(withoutWay.stderr, /must be within reach: set another with go env -w GOPROXY=URL/)
    assert.deepEqual(readdirSync(TMPDIR), [])
  })

  it('leaves nothing behind when it is stopped', async () => {
    const TMPDIR = folder()
    const [program = '', ...args] = demo
    const child = spawn(program, args, { env: { ...process.env, TMPDIR }, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', text => (said += text))
    for await (const line of createInterface(child.stdout)) if (line.includes('$ goferry add')) break
    assert.equal(readdirSync(TMPDIR).length, 1)
    child.kill('SIGINT')
    const [code] = await once(child, 'exit')
    assert.equal(code, 8)
    assert.match(said, /it was stopped; another call begins anew/)
    assert.deepEqual(readdirSync(TMPDIR), [])
  })
})
