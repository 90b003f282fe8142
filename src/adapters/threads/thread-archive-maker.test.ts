import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { makeToolchain } from '../../../test/support/toolchain.ts'
import { ThreadArchiveMaker } from './thread-archive-maker.ts'

const folder = temporaryFolders()
const toolchain = { go: '1.26.8', os: 'linux', arch: 'amd64' }
const big = makeToolchain(toolchain, { 'src/big.txt': 'a line of a large file\n'.repeat(400_000) })

function file(bytes: Uint8Array): string {
  const path = join(folder(), 'toolchain.zip')
  writeFileSync(path, bytes)
  return path
}

describe('an archive made on a thread', () => {
  const maker = new ThreadArchiveMaker()

  it('is whole, and its h1 is told before the end', async () => {
    let h1 = ''
    const pieces: Uint8Array[] = []
    const made = maker.rebuild(file(big.zip), toolchain, hash => {
      h1 = hash
    })
    for await (const piece of made) pieces.push(piece)
    assert.equal(h1, big.h1Zip)
    assert.ok(gunzipSync(Buffer.concat(pieces)).length > 9_000_000)
  })

  it('can be left early', async () => {
    for await (const piece of maker.rebuild(file(big.zip), toolchain, assert.fail)) {
      assert.ok(piece.length > 0)
      break
    }
  })

  const failing: [what: string, location: string, code: string][] = [
    ['a file that is not there', join(folder(), 'none.zip'), 'internal'],
    ['what is no zip', file(new Uint8Array(100)), 'bad-zip'],
    ['the zip of another', file(makeToolchain({ ...toolchain, go: '1.26.9' }).zip), 'bad-zip'],
  ]
  for (const [what, location, code] of failing)
    it(`is none of ${what}`, async () => {
      const made = maker.rebuild(location, toolchain, assert.fail)
      await assert.rejects(
        async () => {
          for await (const piece of made) assert.fail(String(piece.length))
        },
        { code: code === 'internal' ? /internal|io-failed/ : code },
      )
    })
})
