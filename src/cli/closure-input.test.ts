import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolders } from '../../test/support/disk/temporary-folder.ts'
import { closuresOfInput } from './closure-input.ts'

const folder = temporaryFolders()
const inputs = (file: string) => closuresOfInput(file, { level: 'tidy' }, { goWork: undefined })

describe('the inputs of a closure', () => {
  it('are no lines of what is no text: one error names the file', async () => {
    const place = folder()
    for (const name of ['wishes', 'app.sum']) {
      const file = join(place, name)
      for (const bytes of [
        [0x1f, 0x8b, 0x0a, 0xff],
        [0x61, 0x2e, 0x62, 0x0a, 0x00],
      ]) {
        writeFileSync(file, Buffer.from(bytes))
        await assert.rejects(inputs(file), { code: 'usage', subject: file, reason: 'closure.no-text' })
      }
    }
    const list = join(place, 'all.yaml')
    writeFileSync(list, Buffer.from([0x1f, 0x8b, 0x0a, 0xff]))
    await assert.rejects(inputs(list), { code: 'usage', subject: list, reason: 'closure.list' })
  })

  it('that a list gives a level, platform or key which is none are named by file, entry and key', async () => {
    const list = join(folder(), 'all.yaml')
    for (const [wrong, key, reason] of [
      [{ from: 'a', level: 'most' }, 'level: most', 'cli.one-of'],
      [{ from: 'a', platform: 'linux/amd64,linux/zzz' }, 'platform: linux/amd64,linux/zzz', 'cli.platform.form'],
      [{ from: 'a', tags: ['x'] }, 'tags', 'closure.list'],
      [{ from: 'a', tag: 'x' }, 'tag', 'closure.list'],
      [{ level: 'tidy' }, 'from', 'closure.list'],
    ] as const) {
      writeFileSync(list, JSON.stringify(['b', wrong]))
      await assert.rejects(inputs(list), { code: 'usage', subject: `${list}, 2, ${key}`, reason })
    }
  })
})
