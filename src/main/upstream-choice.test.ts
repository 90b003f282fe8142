import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, it } from 'node:test'
import { temporaryFolders } from '../../test/support/disk/temporary-folder.ts'
import { parseGoproxy, readGoEnvProxy } from './compose.ts'
import { loadSettings } from './config/load.ts'
import { chooseChain, chooseUpstream } from './upstream-choice.ts'

const folder = temporaryFolders()
const itself = 'http://127.0.0.1:8642'

/** The settings of a node that listens where `itself` says. */
const settings = (flags: Readonly<Record<string, unknown>> = {}) => loadSettings({ environment: {}, flags })

describe('the upstream of a node', () => {
  let file: string
  beforeEach(() => {
    file = join(folder(), 'go-env')
    process.env['GOENV'] = file
    // It would hide what the file says.
    delete process.env['GOPROXY']
  })

  it('is what go says, and not the node itself once its lines were pasted on its own machine', async () => {
    writeFileSync(file, 'GOPROXY=https://proxy.test\n')
    assert.deepEqual(await chooseUpstream(settings()), { url: 'https://proxy.test', notices: [] })
    writeFileSync(file, `GOPROXY=${itself}\n`)
    const before = (await readGoEnvProxy({ written: false })) ?? ''
    const { url, notices } = await chooseUpstream(settings())
    assert.equal(url, parseGoproxy(before).url)
    assert.equal(notices[0], 'goproxy-self')
    assert.equal(await chooseChain(settings(), undefined), before)
  })

  it('is none where go says nothing else', async () => {
    process.env['GOPROXY'] = `${itself},direct`
    assert.deepEqual(await chooseUpstream(settings()), { url: undefined, notices: ['goproxy-self-only'] })
    assert.equal(await chooseChain(settings(), undefined), undefined)
    delete process.env['GOPROXY']
  })

  it('is refused where the settings or a flag name the node itself', async () => {
    const refused = { code: 'bad-settings', reason: 'goproxy-itself' }
    await assert.rejects(chooseUpstream(settings({ upstream: itself })), refused)
    await assert.rejects(chooseChain(settings(), `https://proxy.test|${itself}`), refused)
  })

  it('is none where the settings, the role or the lack of a go command say so', async () => {
    assert.deepEqual(await chooseUpstream(settings({ upstream: 'off' })), {
      url: undefined,
      notices: ['cli.up.why-off'],
    })
    const centre = await chooseUpstream(settings({ role: 'centre' }))
    assert.deepEqual(centre, { url: undefined, notices: ['cli.up.why-role'] })
    const path = process.env['PATH'] ?? ''
    process.env['PATH'] = '/nonexistent'
    assert.deepEqual(await chooseUpstream(settings()), { url: undefined, notices: ['goproxy-no-go'] })
    process.env['PATH'] = path
  })
})
