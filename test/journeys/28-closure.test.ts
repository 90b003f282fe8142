import assert from 'node:assert/strict'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { walkModuleCache } from '../../src/adapters/goproxy/module-cache.ts'
import type { Kind } from '../../src/core/tree/keys.ts'
import { levelCommands } from '../closures/level-commands.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { GoClient } from '../support/go-client.ts'
import { goferry, killedAfter, NodeProcess } from '../support/node-process.ts'
import { program, publishPackages } from '../support/packages-upstream.ts'
import { runCommand } from '../support/run-command.ts'
import { settingsFile } from '../support/settings-file.ts'

const folder = temporaryFolders()

describe('the closure of a project', () => {
  const upstream = new FolderUpstream(folder())
  const project = folder()
  let data: string
  let settings: string[]

  before(async () => {
    publishPackages(upstream)
    for (const [name, text] of Object.entries(program)) writeFileSync(join(project, name), text)
    await desk(upstream.url).with({ GOFLAGS: '-modcacherw -mod=mod' }).succeeds(project, 'mod', 'tidy')
    fresh()
  })

  const desk = (goproxy: string) => new GoClient(folder(), { GOPROXY: goproxy, GOSUMDB: 'off' })
  const fresh = () => {
    data = folder()
    settings = settingsFile(data, { sumdb: FolderUpstream.sumdb, upstream: upstream.url, workers: 1 })
  }
  const add = (...args: string[]) => goferry('add', '--data', data, ...settings, ...args)

  /** Runs `asked` on a clean desk against the node, which has no upstream any more; gives what was fetched for it. */
  async function offline(...asked: (readonly string[])[]): Promise<Set<string>> {
    const node = await NodeProcess.start(data, ...settings, '--upstream', 'off')
    const client = desk(node.url)
    const copy = folder()
    cpSync(project, copy, { recursive: true })
    for (const args of asked) await client.succeeds(copy, ...args)
    await node.stop()
    return partsIn(join(client.folder, 'modcache', 'cache', 'download'))
  }
  const held = () => partsIn(join(data, 'public'))

  for (const level of ['build', 'test', 'tidy', 'full'] as const)
    it(`is what the go command asks for, and no part more: ${level}`, async () => {
      fresh()
      const { code, stderr } = await add('--from', project, '--level', level)
      assert.equal(code, 0, stderr)
      const asked = await offline(...levelCommands(level))
      assert.deepEqual([...(await held())].sort(), [...asked].sort())
    })

  it('is told before any of it is fetched', async () => {
    fresh()
    const listed = await goferry('resolve', project, '--json', '--data', data, ...settings)
    assert.equal(listed.code, 0, listed.stderr)
    assert.equal((await held()).size, 0)
    const lines = listed.stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    const told = lines
      .slice(0, -1)
      .flatMap(({ path, version, lacks }) => lacks.map((kind: Kind) => `${path}@${version} ${kind}`))
    assert.equal((await add('--from', project)).code, 0)
    assert.deepEqual(told.sort(), [...(await held())].sort())
    const again = await goferry('resolve', project, '--data', data, ...settings)
    assert.deepEqual([again.code, again.stdout], [0, ''])
  })

  it('is that of the tidy project where go.sum lacks something, and the project stays as it is', async () => {
    const untidy = folder()
    for (const [name, text] of Object.entries(program)) writeFileSync(join(untidy, name), text)
    fresh()
    const { code, stderr } = await add('--from', untidy)
    assert.equal(code, 0, stderr)
    assert.equal(readFileSync(join(untidy, 'go.mod'), 'utf8'), program['go.mod'])
    const parts = [...(await held())].sort()
    fresh()
    await add('--from', project)
    assert.deepEqual(parts, [...(await held())].sort())
  })

  it('of a workspace is what its commands and those of its modules ask for', async () => {
    const workspace = folder()
    cpSync(project, join(workspace, 'app'), { recursive: true })
    mkdirSync(join(workspace, 'tool'))
    const goMod = 'module desk.test/tool\n\ngo 1.22.0\n\nrequire pkg.test/deep v1.0.0\n'
    writeFileSync(join(workspace, 'tool', 'go.mod'), goMod)
    writeFileSync(join(workspace, 'tool', 'tool.go'), 'package tool\n\nimport _ "pkg.test/deep"\n')
    writeFileSync(join(workspace, 'go.work'), 'go 1.22.0\n\nuse (\n\t./app\n\t./tool\n)\n')
    const maker = desk(upstream.url).with({ GOFLAGS: '-modcacherw' })
    await maker
      .with({ GOFLAGS: '-modcacherw -mod=mod', GOWORK: 'off' })
      .succeeds(join(workspace, 'tool'), 'mod', 'tidy')
    await maker.succeeds(workspace, 'work', 'sync')
    fresh()
    const { code, stderr } = await add('--from', join(workspace, 'app'))
    assert.equal(code, 0, stderr)
    const node = await NodeProcess.start(data, ...settings, '--upstream', 'off')
    const client = desk(node.url)
    for (const module of ['app', 'tool']) await client.succeeds(join(workspace, module), 'mod', 'tidy')
    for (const args of [
      ['mod', 'download'],
      ['list', '-m', 'all'],
      ['mod', 'graph'],
      ['mod', 'verify'],
      ['mod', 'why', '-m', 'all'],
      ['build', './app/...', './tool/...'],
      ['work', 'vendor', '-o', 'v'],
    ])
      await client.succeeds(workspace, ...args)
    await node.stop()
    const asked = await partsIn(join(client.folder, 'modcache', 'cache', 'download'))
    assert.deepEqual([...(await held())].sort(), [...asked].sort())
  })

  it('of a command lets it be installed offline', async () => {
    fresh()
    const { code, stderr } = await add('--from', 'pkg.test/tool/cmd/sharpen@latest')
    assert.equal(code, 0, stderr)
    const asked = await offline(['install', 'pkg.test/tool/cmd/sharpen@latest'])
    assert.ok([...asked].every(part => !part.startsWith('pkg.test/Lib')))
  })

  it('of several inputs is that of each, as a list says', async () => {
    fresh()
    const list = join(folder(), 'all.yaml')
    const own = join(project, 'go.mod')
    writeFileSync(list, JSON.stringify([{ from: own, level: 'build' }, 'pkg.test/tool/cmd/sharpen@v0.3.0']))
    const { code, stderr } = await add('--from', list)
    assert.equal(code, 0, stderr)
    const parts = await held()
    assert.ok(parts.has('pkg.test/tool@v0.3.0 zip') && parts.has('pkg.test/Lib@v1.2.0 zip'))
    assert.ok(!parts.has('pkg.test/far@v1.0.0 zip'))
    writeFileSync(list, 'from: here\n')
    assert.equal((await add('--from', list)).code, 2)
    writeFileSync(list, JSON.stringify([{ from: own, levels: 'build' }]))
    assert.match((await add('--from', list)).stderr, /all\.yaml, 1, levels: a list is YAML/)
  })

  it('goes on where it was killed, and ends the same', async () => {
    fresh()
    await add('--from', project)
    const whole = [...(await held())].sort()
    fresh()
    let kills = 0
    // Each time it is killed a little later, so that it dies at every stage.
    for (let lines = 0; ; lines++) {
      if ((await killedAfter(lines, 'add', '--data', data, ...settings, '--from', project)) === 0) break
      kills++
    }
    assert.ok(kills > 3, `killed ${kills} times`)
    assert.deepEqual([...(await held())].sort(), whole)
  })

  it('says what is wrong with its input', async () => {
    const nowhere = join(folder(), 'none')
    const empty = folder()
    mkdirSync(join(empty, 'sub'))
    const piped = folder()
    writeFileSync(join(piped, 'go.mod'), 'module desk.test/piped\n')
    assert.equal((await runCommand(['mkfifo', join(piped, 'go.sum')])).code, 0)
    for (const [input, what] of [
      [nowhere, /none does not exist: no go.mod is there nor in a folder above it/],
      [join(empty, 'sub'), /no go.mod is there/],
      [piped, /go\.sum.*it is no regular file/],
      ['pkg.test/none@latest', /go get pkg.test\/none@latest failed: it says: /],
    ] as const) {
      const { code, stderr } = await goferry('resolve', input, '--data', data, ...settings)
      assert.notEqual(code, 0)
      assert.match(stderr, what)
    }
  })
})

/** The parts that lie in a GOPROXY tree: `path@version kind`. */
async function partsIn(tree: string): Promise<Set<string>> {
  const found = new Set<string>()
  try {
    for await (const part of walkModuleCache(tree))
      if ('module' in part) found.add(`${part.module.path}@${part.module.version} ${part.kind}`)
  } catch {
    return found
  }
  return found
}
