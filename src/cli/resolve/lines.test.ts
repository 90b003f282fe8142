import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { utf8 } from '../../core/bytes.ts'
import { hashGoMod } from '../../core/dirhash/dirhash.ts'
import { closureOf } from '../../services/closure/closure.ts'
import type { Resolved } from '../closure-access.ts'
import { isOfGraph, linesOf } from './lines.ts'

const goMods: Readonly<Record<string, string>> = {
  'x.test/a': 'module x.test/a\n\ngo 1.20\n\nrequire x.test/b v1.1.0\n',
  'x.test/b': 'module x.test/b\n\ngo 1.20\n',
}
const main = 'module x.test/main\n\ngo 1.22.0\n\nrequire x.test/a v1.0.0\n\nrequire x.test/b v1.0.0\n'

async function resolved(): Promise<Resolved> {
  const modules = [{ folder: '/p', goMod: { file: 'go.mod', text: main } }]
  const world = {
    readGoMod: async ({ path }: { path: string }) => {
      const bytes = utf8(goMods[path] ?? assert.fail(path))
      return { bytes, h1: hashGoMod(bytes) }
    },
  }
  const closure = await closureOf(world, { name: '/p', modules, replacedBy: [] }, 'tidy')
  const lacking = closure.versions.map((version, i) => ({
    ...version,
    lacks: i === 0 ? [] : version.parts,
    zipBytes: undefined,
  }))
  return { ...closure, lacking, unavailable: new Map() }
}

describe('what resolve shows', () => {
  it('is what is not held, and with --all the rest too', async () => {
    const found = await resolved()
    assert.deepEqual(linesOf(found, {}, false), ['x.test/b@v1.0.0\tmod\tmod', 'x.test/b@v1.1.0\tmod info\tmod info'])
    assert.equal(linesOf(found, { all: true }, false)[0], 'x.test/a@v1.0.0\tmod info\theld')
    assert.equal(JSON.parse(linesOf(found, {}, true)[0] ?? '').path, 'x.test/b')
  })

  it('is a tree, in which what was raised says so', async () => {
    assert.deepEqual(linesOf(await resolved(), { tree: true }, false), [
      'x.test/main',
      '├─ x.test/a@v1.0.0',
      '└─ x.test/b@v1.1.0 (v1.0.0)',
    ])
  })

  it('is why a module is there, and who wants which version', async () => {
    assert.deepEqual(linesOf(await resolved(), { why: 'x.test/b' }, false), [
      'x.test/main',
      '  x.test/a@v1.0.0',
      '    x.test/b@v1.1.0',
      'v1.1.0\tx.test/a@v1.0.0',
      'v1.0.0\tx.test/main',
    ])
    assert.throws(
      () => linesOf({ graph: { selected: () => undefined, pathTo: () => undefined } } as never, { why: 'y' }, false),
      {
        code: 'absent',
      },
    )
  })

  it('is which modules are wanted at several versions', async () => {
    assert.deepEqual(linesOf(await resolved(), { conflicts: true }, false), ['x.test/b@v1.1.0\tv1.0.0 ← x.test/main'])
  })

  it('is a picture, whose texts hold no sign of its own', async () => {
    const found = await resolved()
    assert.match(
      linesOf(found, { mermaid: true }, false)[0] ?? '',
      /^flowchart LR\n {2}m0\["x\.test\/main"\]\n.*m0 --> m1/s,
    )
    const [svg = ''] = linesOf(found, { svg: true }, false)
    assert.match(svg, /^<svg [^<>]+>\n/)
    assert.equal(svg.match(/<text /g)?.length, 3)
    assert.equal(svg.match(/<path /g)?.length, 3)
    const evil = { ...found, mains: { versions: [{ path: 'x"]<script>', version: '' }] } } as unknown as Resolved
    for (const shown of [{ mermaid: true }, { svg: true }])
      assert.doesNotMatch(linesOf(evil, shown, false)[0] ?? '', /<script|x"\]</)
  })

  it('is of one graph or of none', () => {
    assert.deepEqual(
      [isOfGraph({}), isOfGraph({ all: true }), isOfGraph({ svg: true }), isOfGraph({ why: 'm' })],
      [false, false, true, true],
    )
  })
})
