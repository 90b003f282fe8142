import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { FolderCheck } from '../support/check-folder.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { GOFERRY } from '../support/mortal-node.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule } from '../support/test-module.ts'

const COUNT = 300
const KILLS = 50
const folder = temporaryFolders()

/** Every file of the modules in a node's folder, with its digest; the log's own files depend on the order of adding. */
function contents(data: string): string[] {
  const names = readdirSync(join(data, 'public/kill.test'), { recursive: true, withFileTypes: true })
  return names
    .filter(name => name.isFile())
    .map(name => join(name.parentPath, name.name))
    .map(file => `${file.slice(data.length)} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`)
    .sort()
}

describe(`goferry add of ${COUNT} modules`, () => {
  const upstream = new FolderUpstream(folder())
  let sums: string
  let whole: string[]

  /** Starts the same command on the folder `data`, as a process group of its own. */
  function start(data: string): ChildProcess {
    const settings = settingsFile(data, { sumdb: FolderUpstream.sumdb })
    const args = ['add', '--json', '--data', data, ...settings, '--upstream', upstream.url, '--from', sums]
    const { NODE_TEST_CONTEXT: _, ...environment } = process.env
    return spawn(GOFERRY, args, { env: environment, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  }

  /** What a run printed, and how it ended; `act` once the first module is told, or at once. */
  async function run(data: string, act: (child: ChildProcess) => void = () => undefined, atOnce = false) {
    const child = start(data)
    if (atOnce) act(child)
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', text => {
      if (output === '' && !atOnce) act(child)
      output += text
    })
    child.stderr?.resume()
    const [code, signal] = await once(child, 'close')
    return { output, code, signal }
  }

  async function checkWhole(data: string): Promise<void> {
    assert.equal((await run(data)).code, 0)
    assert.deepEqual(contents(data), whole)
    await new FolderCheck(data).check()
  }

  before(async () => {
    const modules = Array.from({ length: COUNT }, (_, i) => makeModule({ path: `kill.test/m${i}`, version: 'v1.0.0' }))
    upstream.publish(modules)
    sums = join(folder(), 'go.sum')
    writeFileSync(sums, modules.map(module => module.record).join(''))
    const data = folder()
    assert.equal((await run(data)).code, 0)
    whole = contents(data)
    assert.equal(whole.length, COUNT * 5)
  })

  it(`killed ${KILLS} times at random and run again leaves the same store`, async t => {
    let [data, stores] = [folder(), 1]
    for (let kills = 0; kills < KILLS; ) {
      // One of five dies while it starts, and recovers what the one before it left.
      const atOnce = randomInt(5) === 0
      const kill = (child: ChildProcess) => {
        const { pid = assert.fail() } = child
        const timer = setTimeout(() => process.kill(-pid, 'SIGKILL'), randomInt(atOnce ? 700 : 200))
        child.once('exit', () => clearTimeout(timer))
      }
      const { signal } = await run(data, kill, atOnce)
      if (signal === 'SIGKILL') kills++
      else {
        await checkWhole(data)
        data = folder()
        stores++
      }
    }
    await checkWhole(data)
    t.diagnostic(`${stores} stores`)
  })

  it('stopped by Ctrl-C keeps what was done, and goes on from there', async () => {
    const data = folder()
    const first = await run(data, child => child.kill('SIGINT'))
    assert.equal(first.code, 130)
    await new FolderCheck(data).check()
    const again = await run(data)
    const held = again.output.split('\n').filter(line => line.includes('"held"') && line.includes('"subject"'))
    assert.ok(held.length > 0)
    assert.deepEqual(contents(data), whole)
  })
})
