import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { utf8 } from '../bytes.ts'
import { parseGoMod } from '../modfile/gomod.ts'
import { type LoadedGraph, loadGraph } from './load-graph.ts'
import { MainModules } from './main-modules.ts'
import { nodeName } from './module-graph.ts'
import { needsOf } from './needs.ts'

/** The graph of a main module `text`, where the other modules have the go.mods of `others`. */
async function load(
  text: string,
  others: Readonly<Record<string, string>>,
): Promise<LoadedGraph & { asked: string[] }> {
  const mains = new MainModules([{ folder: '/main', goMod: parseGoMod('go.mod', utf8(text)) }])
  const asked: string[] = []
  const loaded = await loadGraph(mains, async actual => {
    const name = nodeName(actual)
    asked.push(name)
    return needsOf(parseGoMod(name, utf8(others[name] ?? assert.fail(`${name} is not there`))))
  })
  return { graph: loaded.graph, read: loaded.read, unread: loaded.unread, asked: asked.sort() }
}

const main = 'module x.test/main\ngo 1.22.0\nrequire x.test/a v1.0.0\nrequire x.test/b v1.0.0\n'
const a = 'module x.test/a\ngo 1.20\nrequire x.test/b v1.1.0\nrequire x.test/c v1.0.0\n'
const b = 'module x.test/b\ngo 1.20\n'
const old = 'module x.test/b\nrequire x.test/c v1.2.0\n'
const c = 'module x.test/c\ngo 1.20\n'

describe('a module graph', () => {
  it('selects the highest version that is required', async () => {
    const { graph } = await load(main, { 'x.test/a@v1.0.0': a, 'x.test/b@v1.0.0': b })
    assert.deepEqual(graph.buildList().map(nodeName), ['x.test/a@v1.0.0', 'x.test/b@v1.1.0', 'x.test/c@v1.0.0'])
    assert.equal(graph.selected('go'), '1.22.0')
    assert.equal(graph.selected('x.test/none'), undefined)
  })

  it('reads nothing below a module that is pruned, and all below one that is not', async () => {
    const pruned = await load(main, { 'x.test/a@v1.0.0': a, 'x.test/b@v1.0.0': b })
    assert.deepEqual(pruned.asked, ['x.test/a@v1.0.0', 'x.test/b@v1.0.0'])
    const unpruned = await load(main, { 'x.test/a@v1.0.0': a, 'x.test/b@v1.0.0': old, 'x.test/c@v1.2.0': c })
    assert.deepEqual(unpruned.asked, ['x.test/a@v1.0.0', 'x.test/b@v1.0.0', 'x.test/c@v1.2.0'])
  })

  it('goes on where a go.mod cannot be read, and keeps why', async () => {
    const { graph, unread } = await load(main, { 'x.test/b@v1.0.0': b })
    assert.deepEqual([...unread.keys()], ['x.test/a@v1.0.0'])
    assert.deepEqual(graph.buildList().map(nodeName), ['x.test/a@v1.0.0', 'x.test/b@v1.0.0'])
  })

  it('shows the shortest way to a module', async () => {
    const { graph } = await load(main, { 'x.test/a@v1.0.0': a, 'x.test/b@v1.0.0': b })
    assert.deepEqual(graph.pathTo(({ path }) => path === 'x.test/c')?.map(nodeName), [
      'x.test/main',
      'x.test/a@v1.0.0',
      'x.test/c@v1.0.0',
    ])
    assert.equal(
      graph.pathTo(({ path }) => path === 'x.test/none'),
      undefined,
    )
  })

  it('has no version that the main module excludes, and reads what replaces another', async () => {
    const text = `${main}exclude x.test/b v1.1.0\nreplace x.test/a => x.test/fork v1.5.0\n`
    const { graph, read } = await load(text, { 'x.test/fork@v1.5.0': a, 'x.test/b@v1.0.0': b })
    assert.equal(graph.selected('x.test/b'), 'v1.0.0')
    assert.deepEqual(read.get('x.test/a@v1.0.0'), { path: 'x.test/fork', version: 'v1.5.0' })
  })
})
