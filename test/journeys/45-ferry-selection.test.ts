import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FerryLoop, lastLine } from '../support/ferry-loop/ferry-loop.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { GoClient } from '../support/go-client.ts'
import { makeModule } from '../support/test-module.ts'

const folder = temporaryFolders()

describe('journey 45: a bundle for one project', () => {
  const upstream = new FolderUpstream(folder())
  const sumdb = FolderUpstream.sumdb
  const project = folder()
  let loop: FerryLoop

  before(async () => {
    const below = 'module top.test/a\n\ngo 1.22\n\nrequire low.test/b v1.0.0\n'
    const top = 'package a\n\nimport _ "low.test/b"\n'
    upstream.publish([
      makeModule({ path: 'top.test/a', version: 'v1.0.0', goMod: below, files: { 'a.go': top } }),
      makeModule({ path: 'low.test/b', version: 'v1.0.0', files: { 'a.go': 'package a\n' } }),
      makeModule({ path: 'low.test/b', version: 'v1.1.0', files: { 'a.go': 'package a\n' } }),
      makeModule({ path: 'else.test/c', version: 'v1.0.0', files: { 'a.go': 'package a\n' } }),
      makeModule({ path: 'late.test/d', version: 'v1.0.0', files: { 'a.go': 'package a\n' } }),
    ])
    writeFileSync(join(project, 'go.mod'), 'module app.test\n\ngo 1.22\n\nrequire top.test/a v1.0.0\n')
    writeFileSync(join(project, 'main.go'), 'package main\n\nimport _ "top.test/a"\n\nfunc main() {}\n')
    const desk = new GoClient(folder(), { GOPROXY: upstream.url, GOSUMDB: 'off', GOFLAGS: '-modcacherw -mod=mod' })
    await desk.succeeds(project, 'mod', 'tidy')
    loop = await FerryLoop.make(folder(), {
      mirror: { sumdb, upstream: upstream.url },
      centre: { sumdb, upstream: 'off', workers: 1 },
    })
    for (const one of ['top.test/a@v1.0.0', 'low.test/b@v1.0.0', 'low.test/b@v1.1.0', 'else.test/c@v1.0.0'])
      await loop.mirror(['add', one])
  })

  /** What a dry run from the beginning says, with `args`. */
  const dry = async (...args: string[]) => {
    const { stdout } = await loop.mirror(['ferry', 'out', '--to', 'x', '--from', '0', '--dry-run', '--json', ...args])
    return JSON.parse(lastLine(stdout))
  }
  const needed = ['top.test/a@v1.0.0', 'low.test/b@v1.0.0']

  it('holds what that needs and nothing else: go builds it, and gets nothing of the rest', async () => {
    const bundle = await loop.cut('--for', project)
    assert.deepEqual(bundle.report.versions.names, needed)
    await loop.centre(['ferry', 'in', bundle.disc])
    const commands = [
      ['build', './...'],
      ['mod', 'verify'],
      ['get', 'else.test/c@v1.0.0'],
      ['get', 'low.test/b@v1.1.0'],
    ]
    const results = await loop.desk({ project, sumdb: undefined, commands })
    const codes = results.map(({ code }) => code === 0)
    assert.deepEqual(codes, [true, true, false, false], results[0]?.stderr)
  })

  it('is of any input, and of what --only matches beside it', async () => {
    for (const input of [join(project, 'go.mod'), join(project, 'go.sum'), 'top.test/a@v1.0.0'])
      assert.deepEqual((await dry('--for', input)).versions.names, needed, input)
    assert.deepEqual((await dry('--for', project, '--level', 'build')).versions.names, needed)
    assert.deepEqual((await dry('--for', project, '--only', 'else.test')).versions.names, [
      ...needed,
      'else.test/c@v1.0.0',
    ])
    const wishes = join(folder(), 'wishes.txt')
    writeFileSync(wishes, 'else.test/c@v1.0.0\nlate.test/d@v1.0.0\n')
    const { versions, unheld } = await dry('--for', wishes)
    assert.deepEqual([versions.names, unheld], [['else.test/c@v1.0.0'], { count: 1, names: ['late.test/d@v1.0.0'] }])
  })

  it('names the versions that stay at home', async () => {
    const { withheldVersions } = await dry('--for', project)
    assert.deepEqual(withheldVersions, { count: 2, names: ['low.test/b@v1.1.0', 'else.test/c@v1.0.0'] })
    const args = ['--to', 'x', '--from', '0', '--dry-run', '--only', 'else.test,top.test']
    const { stdout } = await loop.mirror(['ferry', 'out', ...args])
    assert.match(stdout, /^ {2}of 2 versions: low\.test\/b@v1\.0\.0, low\.test\/b@v1\.1\.0$/m)
  })

  it('names what is not held, which stays no failure', async () => {
    const more = folder()
    const goMod = 'module more.test\n\ngo 1.22\n\nrequire (\n\tlate.test/d v1.0.0\n\tlow.test/b v1.0.0\n)\n'
    writeFileSync(join(more, 'go.mod'), goMod)
    const args = ['--to', 'x', '--from', '0', '--dry-run', '--for', more]
    const { stdout } = await loop.mirror(['ferry', 'out', ...args])
    assert.match(stdout, /not held whole here: 1 version: late\.test\/d@v1\.0\.0$/m)
    assert.deepEqual((await dry('--for', more)).unheld, { count: 1, names: ['late.test/d@v1.0.0'] })
    await loop.mirror(['ferry', 'out', '--to', 'x', '--dry-run', '--for', 'late.test/d@v1.0.0'], 1)
  })
})
