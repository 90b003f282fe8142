import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { GoClient } from '../support/go-client.ts'
import { goProject } from '../support/go-project.ts'
import { MisbehavingUpstream } from '../support/misbehaving-upstream.ts'
import { startNginx } from '../support/nginx.ts'
import { NodeProcess } from '../support/node-process.ts'
import { settingsFile } from '../support/settings-file.ts'
import { makeModule } from '../support/test-module.ts'

const LIB = 'static.test/Team/lib'
const PSEUDO_ONLY = 'static.test/untagged'
const PSEUDO = 'v0.0.0-20260102030405-aaaaaaaaaaaa'
const GRAPH_ONLY = 'static.test/graph-only'

const modules = [
  makeModule({ path: LIB, version: 'v1.0.0' }),
  makeModule({ path: LIB, version: 'v1.1.0', goMod: `module ${LIB}\n\nrequire ${GRAPH_ONLY} v1.0.0\n` }),
  makeModule({ path: PSEUDO_ONLY, version: PSEUDO }),
  makeModule({ path: GRAPH_ONLY, version: 'v1.0.0' }),
]
const folder = temporaryFolders()

describe('the public folder of a node that is gone', () => {
  let node: NodeProcess

  before(async () => {
    const upstream = await MisbehavingUpstream.start(modules)
    const data = folder()
    node = await NodeProcess.start(data, '--upstream', upstream.url, ...settingsFile(data))
    const client = desk(`${node.url},off`)
    for (const version of ['v1.0.0', 'v1.1.0']) await client.succeeds(goProject(client), 'get', `${LIB}@${version}`)
    await useAll(client)
    await node.stop()
    await upstream.stop()
  })

  function desk(GOPROXY: string): GoClient {
    return new GoClient(folder(), { GOPROXY, GOSUMDB: node.key })
  }

  /** What a developer does with a proxy; each checksum comes from our log through the same folder. */
  async function useAll(client: GoClient): Promise<void> {
    const project = goProject(client, LIB, PSEUDO_ONLY)
    await client.succeeds(project, 'mod', 'tidy')
    await client.succeeds(project, 'build', '.')
    assert.match(await client.succeeds(project, 'mod', 'verify'), /all modules verified/)
    assert.match(await client.succeeds(project, 'list', '-m', '-versions', LIB), / v1\.0\.0 v1\.1\.0$/m)
    assert.match(await client.succeeds(project, 'list', '-m', `${LIB}@latest`), / v1\.1\.0$/m)
    assert.match(await client.succeeds(project, 'list', '-m', `${PSEUDO_ONLY}@latest`), new RegExp(` ${PSEUDO}$`, 'm'))
    assert.match(await client.succeeds(project, 'list', '-m', '-u', 'all'), new RegExp(`^${GRAPH_ONLY} `, 'm'))
  }

  it('serves go as GOPROXY=file://', async () => {
    await useAll(desk(`file://${node.data}/public`))
  })

  it('serves go under nginx as it stands', async () => {
    const nginx = await startNginx(folder(), join(node.data, 'public'))
    try {
      await useAll(desk(`${nginx.url},off`))
    } finally {
      await nginx.stop()
    }
  })

  it('is checked by go against our log: a version that was put there by hand is refused', async () => {
    const client = desk(`file://${node.data}/public`)
    const planted = makeModule({ path: LIB, version: 'v1.2.0' })
    for (const part of ['info', 'mod', 'zip'] as const)
      writeFileSync(join(node.data, 'public/static.test/!team/lib/@v', `v1.2.0.${part}`), planted[part])
    assert.match(await client.fails(goProject(client), 'get', `${LIB}@v1.2.0`), /verifying (go\.mod|module)/)
  })
})
