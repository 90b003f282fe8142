import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { escapePath } from '../../src/core/module/escape.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { GoClient } from '../support/go-client.ts'
import { MisbehavingUpstream } from '../support/misbehaving-upstream.ts'
import { goferry } from '../support/node-process.ts'
import { settingsFile } from '../support/settings-file.ts'
import { testDatabase } from '../support/test-database.ts'
import { makeModule } from '../support/test-module.ts'

const folder = temporaryFolders()
const pseudo = 'v0.0.0-20260102030405-abcdef123456'

/** What upstreams say of versions, in forms that the go command reads and writes otherwise into its cache. */
const infos: readonly (readonly [version: string, info: string])[] = [
  ['v1.0.0', '{"Version":"v1.0.0","Time":"2026-01-02T03:04:05Z"}'],
  ['v1.1.0', '{\n  "Version" : "v1.1.0",\n  "Time" : "2026-01-02T03:04:05Z",\n  "Name" : "v1.1.0"\n}'],
  ['v1.2.0', '{"Time":"2026-01-02T11:04:05.1200+08:00","Version":"v1.2.0"}\n'],
  ['v1.3.0', '{"Version":"v1.3.0","Time":"2026-01-02T03:04:05.000+00:00"}'],
  ['v1.4.0', '{"Version":"v1.4.0"}'],
  [
    'v1.5.0',
    '{"Version":"v1.5.0","Time":"2026-01-02T03:04:05Z","Origin":{"New":1,"Ref":"refs/tags/v1.5.0","URL":"https://a.test/?a=<b>&c","VCS":"git","Hash":"00ff","TagSum":"t1:x","Subdir":""}}',
  ],
  [
    pseudo,
    `{"Version":"${pseudo}","Time":"2026-01-02T03:04:05Z","Origin":{"VCS":"git","URL":"https://a.test/r","Ref":"refs/heads/main","Hash":"00ff"}}`,
  ],
]
const path = 'info.test/M'
const modules = infos.map(([version]) => makeModule({ path, version }))
const infoOf = (root: string, at: string, version: string) => join(root, at, escapePath(path), '@v', `${version}.info`)

/** A module cache that a real go command filled from `upstream`. */
async function cacheOf(settings: Record<string, string>, ...names: readonly string[]): Promise<string> {
  const client = new GoClient(folder(), settings)
  const desk = folder()
  writeFileSync(join(desk, 'go.mod'), 'module desk.test\n')
  await client.succeeds(desk, 'mod', 'download', ...names)
  return join(client.folder, 'modcache')
}

async function verify(data: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await goferry('verify', '--data', data, ...args)
  return { code, lines: stdout.split('\n').filter(Boolean).sort(), stderr }
}

describe('a .info that was lost, of a version that came from a module cache', () => {
  let upstream: MisbehavingUpstream
  let cache: string
  let data: string
  let settings: string[]
  before(async () => {
    upstream = await MisbehavingUpstream.start(modules)
    for (const [version, bytes] of infos)
      upstream.misbehaviours.set(`${escapePath(path)}/@v/${version}.info`, { kind: 'bytes', bytes })
    const names = infos.map(([version]) => `${path}@${version}`)
    cache = await cacheOf({ GOPROXY: upstream.url, GOSUMDB: testDatabase.verifierKey }, ...names)
    data = folder()
    settings = settingsFile(data)
    const added = await goferry('add', '--data', data, ...settings, '--upstream', upstream.url, '--modcache', cache)
    assert.equal(added.code, 0, added.stderr)
  })
  after(() => upstream.stop())

  it('comes again from the upstream, which says it in other bytes, in those that the log names', async () => {
    for (const [version] of infos) rmSync(infoOf(data, 'public', version))
    const { code, lines } = await verify(data, ...settings, '--upstream', upstream.url)
    assert.equal(code, 0, lines.join('\n'))
    assert.deepEqual(lines, infos.map(([version]) => `public/info.test/!m/@v/${version}.info\tmissing\thealed`).sort())
    for (const [version, bytes] of infos) {
      const healed = readFileSync(infoOf(data, 'public', version), 'utf8')
      assert.equal(healed, readFileSync(infoOf(cache, 'cache/download', version), 'utf8'))
      assert.equal(healed === bytes, version === 'v1.0.0')
    }
    assert.equal((await verify(data, ...settings, '--no-heal')).code, 0)
  })

  it('is not made up where the upstream says something else: the line says what to do, and that helps', async () => {
    const other = '{"Version":"v1.0.0","Time":"2026-01-02T03:04:06Z"}'
    upstream.misbehaviours.set(`${escapePath(path)}/@v/v1.0.0.info`, { kind: 'bytes', bytes: other })
    rmSync(infoOf(data, 'public', 'v1.0.0'))
    const { code, lines } = await verify(data, ...settings, '--upstream', upstream.url)
    assert.equal(code, 5)
    assert.match(
      lines.join(),
      /^public\/info\.test\/!m\/@v\/v1\.0\.0\.info\tmissing\tunhealed\tchecksum mismatch: .*goferry add/,
    )
    const chinese = await verify(data, ...settings, '--upstream', upstream.url, '--lang', 'zh')
    assert.match(chinese.lines.join(), /请从原来源取回/)
    const add = ['add', '--data', data, ...settings, '--upstream', upstream.url]
    assert.equal((await goferry(...add, `${path}@v1.0.0`)).code, 8)
    assert.equal((await goferry(...add, '--modcache', cache)).code, 0)
    assert.equal((await verify(data, ...settings, '--no-heal')).code, 0)
  })

  it('comes again from the public upstream of this machine', async () => {
    const names = ['rsc.io/quote@v1.5.2', 'golang.org/x/text@v0.14.0', 'github.com/pkg/errors@v0.9.1']
    const proxy = process.env['GOPROXY']
    const real = await cacheOf(proxy === undefined ? {} : { GOPROXY: proxy }, ...names)
    const node = folder()
    const added = await goferry('add', '--data', node, '--modcache', real)
    assert.equal(added.code, 0, added.stderr)
    const files = ['rsc.io/quote/@v/v1.5.2', 'golang.org/x/text/@v/v0.14.0', 'github.com/pkg/errors/@v/v0.9.1']
    for (const file of files) rmSync(join(node, 'public', `${file}.info`))
    const { code, lines } = await verify(node)
    assert.equal(code, 0, lines.join('\n'))
    for (const file of files) {
      const healed = readFileSync(join(node, 'public', `${file}.info`))
      assert.deepEqual(healed, readFileSync(join(real, 'cache/download', `${file}.info`)))
    }
  })
})
