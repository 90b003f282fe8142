import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { upstreamConformance } from '../../ports/upstream.conformance.ts'
import { openUpstream } from './open-upstream.ts'

async function tree(files: ReadonlyMap<string, Uint8Array>) {
  const folder = await mkdtemp(join(tmpdir(), 'goferry-upstream-'))
  const root = join(folder, 'root')
  await mkdir(root)
  await writeFile(join(folder, 'secret'), 'out of the tree')
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), bytes)
  }
  const upstream = openUpstream(pathToFileURL(root).href)
  return { upstream, root, close: () => rm(folder, { recursive: true }) }
}

upstreamConformance('file', tree)

it('refuses a symbolic link that leads out of the tree, and follows one within', async () => {
  const { upstream, root, close } = await tree(new Map([['a/list', Buffer.from('v1.0.0\n')]]))
  try {
    await symlink('../secret', join(root, 'out'))
    await symlink('a/list', join(root, 'within'))
    assert.equal((await upstream.get('within', 10)).status, 'ok')
    await assert.rejects(upstream.get('out', 100), { code: 'upstream-failed', reason: 'upstream-outside' })
  } finally {
    await close()
  }
})

it('with #files has the files of versions, and says nothing of which there are', async () => {
  const { root, close } = await tree(
    new Map(['a/@v/list', 'a/@latest', 'a/@v/v1.0.0.mod'].map(path => [path, Buffer.from('v1.0.0\n')])),
  )
  try {
    const files = openUpstream(`${pathToFileURL(root).href}#files`)
    const answers = await Promise.all(['a/@v/list', 'a/@latest', 'a/@v/v1.0.0.mod'].map(path => files.get(path, 10)))
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['absent', 'absent', 'ok'],
    )
    assert.equal((await files.look?.('a/@v/list'))?.status, 'absent')
    assert.equal(files.name, pathToFileURL(root).href)
  } finally {
    await close()
  }
})

it('has a name that ends without a slash, and refuses a file URL of another machine', () => {
  assert.equal(openUpstream('file:///srv/tree/').name, 'file:///srv/tree')
  assert.throws(() => openUpstream('file://elsewhere/tree'), { code: 'bad-settings', reason: 'upstream-url' })
})
