import assert from 'node:assert/strict'
import { chmodSync, cpSync, globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { GoClient } from '../support/go-client.ts'
import { goProject } from '../support/go-project.ts'
import { MisbehavingUpstream } from '../support/misbehaving-upstream.ts'
import { goferry, NodeProcess } from '../support/node-process.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule } from '../support/test-module.ts'

const modules = Array.from({ length: 8 }, (_, i) => makeModule({ path: `keys.test/m${i}`, version: 'v1.0.0' }))
const folder = temporaryFolders()
let upstream: MisbehavingUpstream

before(async () => {
  upstream = await MisbehavingUpstream.start(modules)
})
after(() => upstream.stop())

/** A node whose keys change, and all that it and its commands ever said. */
class KeyStory {
  readonly data = folder()
  readonly #said: string[] = []
  readonly #privateKeys = new Set<string>()
  #node: NodeProcess | undefined

  async start(): Promise<NodeProcess> {
    this.#node = await NodeProcess.start(this.data, '--upstream', upstream.url, ...settingsFile(this.data))
    return this.#node
  }

  async stop(): Promise<void> {
    await this.#node?.stop()
    this.#said.push(this.#node?.output ?? '')
  }

  /** Runs `goferry keys ARGS…`, which must succeed; gives the verifier keys that it shows as signing, the newest first. */
  async keys(...args: readonly string[]): Promise<string[]> {
    const { code, stdout, stderr } = await goferry('keys', ...args, '--json', '--data', this.data)
    assert.equal(code, 0, stderr)
    this.#said.push(stdout, stderr)
    for (const file of this.keyFiles()) this.#privateKeys.add(readFileSync(file, 'utf8').trim())
    const shown = stdout
      .trim()
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line))
    return shown.filter(key => key.retired === undefined).map(key => key.key)
  }

  keyFiles(): string[] {
    return globSync(join(this.data, 'keys/*.key'))
  }

  /** The texts, of what was said anywhere and of what lies in the node's folder outside of its keys, that hold a private key. */
  leaks(): string[] {
    const files = globSync('**/*', { cwd: this.data, withFileTypes: true, exclude: ['keys'] })
    const texts = files
      .filter(file => file.isFile())
      .map(file => readFileSync(join(file.parentPath, file.name), 'latin1'))
    const secrets = [...this.#privateKeys].map(key => key.split('+').slice(4).join('+'))
    assert.ok(secrets.length > 0 && secrets.every(secret => secret.length > 40))
    return [...this.#said, ...texts].filter(text => [...secrets, 'PRIVATE+KEY'].some(secret => text.includes(secret)))
  }
}

function get(client: GoClient, i: number): [string, string, string] {
  return [goProject(client), 'get', `keys.test/m${i}@v1.0.0`]
}

describe('the keys of a running node', () => {
  it('rotate under clients that hold heads of the old key, and a new name ends the old one', async () => {
    const story = new KeyStory()
    const { url, key: oldKey, name } = await story.start()
    const desk = (GOSUMDB: string) => new GoClient(folder(), { GOPROXY: `${url},off`, GOSUMDB })
    const veteran = desk(oldKey)
    await veteran.succeeds(...get(veteran, 0))

    const [newKey = '', second] = await story.keys('rotate')
    assert.equal(second, oldKey)
    await veteran.succeeds(...get(veteran, 1))
    const newcomer = desk(newKey)
    await newcomer.succeeds(...get(newcomer, 2))
    const convert = veteran.with({ GOSUMDB: newKey })
    await convert.succeeds(...get(convert, 3))

    assert.deepEqual(await story.keys('rotate', '--finish'), [newKey])
    assert.match(await veteran.fails(...get(veteran, 4)), /no verifiable signatures/)
    await convert.succeeds(...get(convert, 4))
    await newcomer.succeeds(...get(newcomer, 5))

    const [renamed = ''] = await story.keys('rename', 'renamed.test')
    assert.match(renamed, /^renamed\.test\+/)
    const fresh = desk(renamed)
    await fresh.succeeds(...get(fresh, 0))
    await fresh.succeeds(...get(fresh, 6))
    assert.match(await newcomer.fails(...get(newcomer, 6)), /403 Forbidden/)
    for (const path of ['latest', 'lookup/keys.test/m0@v1.0.0'])
      assert.match(String((await fetch(`${url}/sumdb/${name}/${path}`)).status), /403|404/)
    const left = globSync(`public/sumdb/${name}/**/*`, { cwd: story.data, withFileTypes: true })
    assert.deepEqual(
      left.filter(entry => entry.isFile()),
      [],
    )
    await story.stop()

    assert.equal((await story.start()).key, renamed)
    await story.stop()
    assert.deepEqual(story.leaks(), [])
  })

  it('are in files of mode 0600 alone, and exposed ones are refused', async () => {
    const story = new KeyStory()
    await story.start()
    await story.stop()
    const [file = ''] = story.keyFiles()
    assert.equal(statSync(file).mode & 0o777, 0o600)
    chmodSync(file, 0o644)
    const { code, stderr } = await goferry('up', '--data', story.data, '--listen', '127.0.0.1:0', '--upstream', 'off')
    assert.notEqual(code, 0)
    assert.match(stderr, /\.key/)
    assert.doesNotMatch(stderr, /PRIVATE/)
  })

  it('come back from a backup with the same name, in a new folder', async () => {
    const story = new KeyStory()
    const node = await story.start()
    const backup = join(folder(), 'backup')
    await story.keys('backup', backup)
    assert.equal(statSync(backup).mode & 0o777, 0o600)
    await story.stop()
    const restored = new KeyStory()
    await restored.keys('restore', backup)
    // Keys that have signed a log do not begin another one: that would be a fork.
    const refused = await goferry('up', '--data', restored.data, '--upstream', 'off', '--listen', '127.0.0.1:0')
    assert.equal(refused.code, 5)
    assert.match(refused.stderr, /keys rename/)
    for (const part of ['log', 'public']) cpSync(join(story.data, part), join(restored.data, part), { recursive: true })
    const { key, name } = await restored.start()
    assert.deepEqual([key, name], [node.key, node.name])
    await restored.stop()
    assert.deepEqual([...story.leaks(), ...restored.leaks()], [])
  })
})
