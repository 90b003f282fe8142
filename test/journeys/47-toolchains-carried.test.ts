import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FerryLoop, type LoopBundle } from '../support/ferry-loop/ferry-loop.ts'
import { FolderUpstream } from '../support/folder-upstream.ts'
import { GoClient } from '../support/go-client.ts'
import { NodeProcess } from '../support/node-process.ts'
import { makeToolchain } from '../support/toolchain.ts'
import { officialArchive } from '../support/toolchain-archive.ts'

// Toolchains go over the gap as all else: module, archive and what /dl/ says of it.

const folder = temporaryFolders()
const upstream = new FolderUpstream(folder())
const sumdb = FolderUpstream.sumdb
const arch = process.arch === 'x64' ? 'amd64' : process.arch
const own = `${process.platform}/${arch}`
const toolchain = { go: '1.99.1', os: 'plan9', arch: '386' }
const name = 'go1.99.1.plan9-386.tar.gz'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('a centre that toolchains are carried to', () => {
  let loop: FerryLoop
  let first: LoopBundle
  const archives = (role: 'mirror' | 'centre') => {
    const root = join(loop.folder, role, 'archives')
    const files = existsSync(root) ? readdirSync(root, { recursive: true, encoding: 'utf8' }) : []
    const held = files.filter(path => /[0-9a-f]{64}$/.test(path)).sort()
    for (const path of held) assert.ok(path.endsWith(sha256(readFileSync(join(root, path)))), path)
    return held
  }

  before(async () => {
    const platforms = [...new Set([own, 'linux/amd64', 'plan9/386'])]
    upstream.publish(
      platforms.map(platform => {
        const [os = '', arch = ''] = platform.split('/')
        return makeToolchain({ go: '1.99.1', os, arch })
      }),
    )
    loop = await FerryLoop.make(folder(), {
      mirror: { sumdb, upstream: upstream.url },
      centre: { sumdb, upstream: 'off' },
    })
    await loop.mirror(['toolchain', 'add', '1.99.1', '--platform', `${own},plan9/386`])
    first = await loop.cut()
  })

  it('holds them as the mirror does, and serves archives and modules', async () => {
    await loop.centre(['ferry', 'in', first.disc])
    assert.equal(archives('mirror').length, 2)
    assert.deepEqual(archives('centre'), archives('mirror'))
    const list = async (role: 'mirror' | 'centre') => (await loop[role](['toolchain', 'ls'])).stdout
    assert.equal(await list('centre'), await list('mirror'))
    await loop.centre(['verify', '--no-heal'])

    const node = await NodeProcess.start(join(loop.folder, 'centre'), '--upstream', 'off', '--role', 'centre')
    const [release] = JSON.parse((await node.get('/dl/?mode=json')).text)
    const file = release.files.find(({ filename }: { filename: string }) => filename === name)
    const bytes = Buffer.from(await (await fetch(`${node.url}/dl/${name}`)).arrayBuffer())
    assert.deepEqual([file.rebuilt, file.sha256], [true, sha256(bytes)])
    const client = new GoClient(folder(), { GOPROXY: `${node.url},off`, GOSUMDB: node.key, GOTOOLCHAIN: 'auto' })
    const project = folder()
    writeFileSync(join(project, 'go.mod'), 'module desk.test/program\n\ngo 1.99.1\n')
    assert.equal(await client.succeeds(project, 'version'), 'made-up go1.99.1 version\n')
    await node.stop()
  })

  it('gets one back that was lost, by the same bundle, and no damaged one', async () => {
    const [lost = '', spoilt = ''] = archives('centre')
    const root = join(loop.folder, 'centre', 'archives')
    rmSync(join(root, lost))
    writeFileSync(join(root, spoilt), 'spoilt')
    await loop.centre(['ferry', 'in', '--heal', first.disc])
    assert.deepEqual(archives('centre'), archives('mirror'))
  })

  it('takes the publisher’s own in the place of what was rebuilt, and a vendor’s under its label', async () => {
    const official = officialArchive(toolchain)
    const file = join(folder(), name)
    writeFileSync(file, official)
    await loop.mirror(['toolchain', 'import', file, '--sha256', sha256(official)])
    await loop.mirror(['toolchain', 'import', file, '--vendor', 'loongnix'])
    const { disc } = await loop.cut('--from', String(first.report.to))
    await loop.centre(['ferry', 'in', disc])
    const { stdout } = await loop.centre(['toolchain', 'ls'])
    assert.match(stdout, /plan9\/386\tmodule\tofficial /)
    assert.match(stdout, /plan9\/386\t-\tvendor .*\tloongnix/)
    for (const label of ['go', 'loongnix'])
      assert.ok(archives('centre').includes(`${label}/${name}/${sha256(official)}`), label)
    await loop.centre(['verify', '--no-heal'])
  })
})
