import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { utf8 } from '../../core/bytes.ts'
import { hashGoMod } from '../../core/dirhash/dirhash.ts'
import { isGoferryError } from '../../core/errors.ts'
import { closureOf } from './closure.ts'
import { PreviewGoMods, type PreviewWorld } from './preview.ts'
import type { Project } from './project.ts'

const lib = 'module x.test/lib\n\ngo 1.20\n\nrequire x.test/deep v1.0.0\n'
const h1 = hashGoMod(utf8(lib))
const zip = `h1:${'A'.repeat(43)}=`

/** A project with these files. */
function project(goMod: string, goSum: string, more: Partial<Project> = {}): Project {
  const module = { folder: '/p', goMod: { file: 'go.mod', text: goMod }, goSum: { file: 'go.sum', text: goSum } }
  return { name: '/p', modules: [module], replacedBy: [], ...more }
}

/** What a preview reads where the upstream has `x.test/lib` alone; each path that it is asked for is noted. */
function preview(more: Partial<PreviewWorld> = {}) {
  const asked: string[] = []
  const upstream = {
    name: 'upstream',
    get: async (path: string) => {
      asked.push(path)
      async function* body() {
        yield utf8(lib)
      }
      if (path === 'x.test/lib/@v/v1.0.0.mod')
        return { status: 'ok', from: 'upstream', contentType: 'text/plain', body: body() } as const
      return { status: 'absent', code: 404, text: 'not here' } as const
    },
  }
  const policy = { allow: [], deny: [], reserved: [], unlisted: [] }
  const world = { state: undefined, heldGoMod: async () => undefined, upstream: async () => upstream, policy, ...more }
  return { world: new PreviewGoMods(world), asked }
}

const goMod = 'module x.test/main\n\ngo 1.22.0\n\nrequire x.test/lib v1.0.0\n'
const goSum = `x.test/lib v1.0.0 ${zip}\nx.test/lib v1.0.0/go.mod ${h1}\n`
const codes = (unread: ReadonlyMap<string, unknown>) =>
  [...unread].map(([module, error]) => [module, isGoferryError(error) ? error.code : String(error)])

describe('a closure', () => {
  it('has the zips of go.sum, the go.mods of the graph, the infos of the build list', async () => {
    const { versions, untidy, unread } = await closureOf(preview().world, project(goMod, goSum), 'tidy')
    assert.deepEqual([untidy, unread.size], [[], 0])
    assert.deepEqual(
      versions.map(({ path, parts }) => [path, parts]),
      [
        ['x.test/deep', ['mod', 'info']],
        ['x.test/lib', ['zip', 'mod', 'info']],
      ],
    )
    const full = await closureOf(preview().world, project(goMod, goSum), 'full')
    assert.deepEqual(full.versions[0]?.parts, ['zip', 'mod', 'info'])
  })

  it('has every zip of the build list where the project is from before pruning', async () => {
    const { versions } = await closureOf(preview().world, project(goMod.replace('1.22.0', '1.16'), goSum), 'tidy')
    assert.deepEqual(
      versions.map(({ parts }) => parts.includes('zip')),
      [true, true],
    )
  })

  it('says by which signs a project is not tidy', async () => {
    const signs = async (mod: string, sum: string) =>
      (await closureOf(preview().world, project(mod, sum), 'tidy')).untidy.map(({ sign }) => sign)
    assert.deepEqual(await signs(goMod, ''), ['no-mod-sum', 'no-zip-sum'])
    assert.deepEqual(await signs(`${goMod}require x.test/deep v0.9.0\n`, goSum), ['no-mod-sum', 'raised', 'no-zip-sum'])
    const stale = goSum.replaceAll('v1.0.0', 'v0.1.0')
    assert.deepEqual(await signs(goMod, `${goSum}${stale}`), ['stale-zip-sum'])
  })

  it('never asks the upstream for what policy keeps from it', async () => {
    for (const rule of [{ deny: ['x.test/*'] }, { reserved: ['x.test'] }, { allow: ['y.test'] }]) {
      const policy = { allow: [], deny: [], reserved: [], unlisted: [], ...rule }
      const { world, asked } = preview({ policy })
      const { unread } = await closureOf(world, project(goMod, goSum), 'tidy')
      assert.deepEqual([asked, codes(unread)], [[], [['x.test/lib@v1.0.0', 'denied']]])
    }
  })

  it('takes no go.mod that is another than go.sum says, and none that says it is another module', async () => {
    const other = goSum.replace(h1, hashGoMod(utf8('module x.test/lib\n')))
    const { unread } = await closureOf(preview().world, project(goMod, other), 'tidy')
    assert.deepEqual(codes(unread), [['x.test/lib@v1.0.0', 'mismatch']])
    const held = preview({ upstream: async () => undefined })
    assert.deepEqual(codes((await closureOf(held.world, project(goMod, goSum), 'tidy')).unread), [
      ['x.test/lib@v1.0.0', 'missing'],
    ])
    const replaced = `${goMod}replace x.test/other v1.0.0 => x.test/lib v1.0.0\nrequire x.test/other v1.0.0\n`
    assert.deepEqual((await closureOf(preview().world, project(replaced, goSum), 'tidy')).unread.size, 0)
  })

  it('reads what lies in a folder that replaces a module, and says where there is none', async () => {
    const replaced = `${goMod}replace x.test/lib => ../lib\n`
    const folder = { base: '/p', path: '../lib', goMod: { file: '../lib/go.mod', text: lib } }
    const { world, asked } = preview()
    const found = await closureOf(world, project(replaced, '', { replacedBy: [folder] }), 'tidy')
    assert.deepEqual([asked, found.unread.size], [[], 0])
    assert.deepEqual(
      found.versions.map(({ path }) => path),
      ['x.test/deep'],
    )
    assert.deepEqual(codes((await closureOf(world, project(replaced, ''), 'tidy')).unread), [
      ['x.test/lib@v1.0.0', 'absent'],
    ])
  })
})
