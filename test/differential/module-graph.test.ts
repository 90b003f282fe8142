import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { nodeName } from '../../src/core/graph/module-graph.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { GoClient } from '../support/go-client.ts'
import { ModuleUniverse } from '../support/module-universe.ts'
import { Random } from '../support/random.ts'

const folder = temporaryFolders()
const seed = Number(process.env['GOFERRY_SEED'] ?? Date.now() % 1_000_000_007)
const universes = 6
const projects = 12

/** The module graph of made-up projects, beside what the real go command makes of them. */
describe(`the module graph (seed ${seed})`, () => {
  for (let i = 0; i < universes; i++)
    for (const kind of ['module', 'workspace'] as const)
      it(`is that of the go command: ${kind}, universe ${i}`, async () => {
        const random = new Random(seed + i)
        const upstream = new FolderUpstream(folder())
        const universe = new ModuleUniverse(random, 8 + random.int(20), upstream)
        const flags = kind === 'module' ? '-modcacherw -mod=mod' : '-modcacherw'
        const client = new GoClient(folder(), { GOPROXY: upstream.url, GOSUMDB: 'off', GOFLAGS: flags })
        for (let n = 0; n < projects; n++) {
          const project = join(client.folder, `${kind}${n}`)
          if (kind === 'module') await universe.module(project)
          else universe.workspace(project)
          await compare(universe, client, project)
        }
      })
})

async function compare(universe: ModuleUniverse, client: GoClient, project: string): Promise<void> {
  const { graph, unread, mains } = await universe.graph(project)
  assert.deepEqual([...unread.keys()], [])
  const edges = [...graph.edges()].map(([from, to]) => `${nodeName(from)} ${nodeName(to)}`)
  const theirs = (await client.succeeds(project, 'mod', 'graph')).trim().split('\n').filter(Boolean)
  assert.deepEqual([...new Set(edges)].sort(), [...new Set(theirs)].sort(), project)
  const form = '{{with .Replace}}{{.Path}} {{.Version}}{{else}}{{.Path}} {{.Version}}{{end}}'
  const listed = (await client.succeeds(project, 'list', '-m', '-f', form, 'all')).split('\n').filter(Boolean)
  const ours = graph.buildList().map(module => mains.actual(module))
  const all = [...mains.versions, ...ours].map(({ path, version }) => `${path} ${version}`)
  assert.deepEqual(all.sort(), listed.sort(), project)
}
