import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { discsOf, FerryWorld, filesOf } from '../support/ferry-world.ts'

const folder = temporaryFolders()

/** A file system of `megabytes` at a fresh folder, until the tests of the file are through. Needs root, as CI is. */
function mounted(megabytes: number): string {
  const root = folder()
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'goferry-test', root])
  after(() => execFileSync('umount', ['--lazy', root]))
  return root
}

function remount(root: string, options: string): void {
  execFileSync('mount', ['-o', `remount,${options}`, root])
}

let world: FerryWorld
let discs: string[]
let whole: string[]

before(async () => {
  world = await FerryWorld.make(folder, { count: 4, bytes: 2_000_000 })
  const out = folder()
  await world.succeeds(...world.cut(world.mirror, out, '--volume-size', '1MB'))
  whole = filesOf(out)
  discs = discsOf(out)
})

describe('a bundle and a disk that is too small', () => {
  it('is not begun to be cut, with figures, and is cut when there is room', async () => {
    const small = mounted(6)
    const args = world.cut(world.copy(world.mirror), small, '--volume-size', '1MB')
    const { code, stderr } = await world.run(...args)
    assert.deepEqual([code, filesOf(small)], [7, []], stderr)
    assert.match(stderr, /no space left.*takes \d+ bytes, and \d+ are free/)
    remount(small, 'size=40m')
    await world.succeeds(...args)
    assert.deepEqual(filesOf(small), whole)
  })

  it('is not begun to be taken in, with figures, and is taken in when there is room', async () => {
    const small = mounted(16)
    const centre = world.copy(world.centre, join(small, 'node'))
    const { code, stdout, stderr } = await world.run(...world.in(centre, ...discs))
    assert.equal(code, 7, stdout + stderr)
    assert.match(stdout + stderr, /no space left.*\d+ bytes.*\d+ are free/)
    assert.equal(existsSync(join(centre, 'ferry/in')), false)
    remount(small, 'size=60m')
    await world.succeeds(...world.in(centre, ...discs))
    await world.verifies(centre)
  })

  it('goes on where the disk filled while it was taken in', async () => {
    const small = mounted(60)
    const centre = world.copy(world.centre, join(small, 'node'))
    // All of it was received; then others fill the disk.
    const { signal } = await world.killedAt('import-received:1', ...world.in(centre, ...discs))
    assert.equal(signal, 'SIGKILL')
    const filler = join(small, 'filler')
    assert.throws(() => writeFileSync(filler, new Uint8Array(80_000_000)), { code: 'ENOSPC' })
    const { code, stdout, stderr } = await world.run(...world.in(centre))
    assert.equal(code, 7, stdout + stderr)
    rmSync(filler)
    await world.succeeds(...world.in(centre))
    await world.verifies(centre)
  })

  it('goes on where the disk filled while it was cut', async () => {
    const small = mounted(40)
    const mirror = world.copy(world.mirror)
    const args = world.cut(mirror, small, '--volume-size', '1MB')
    assert.equal((await world.killedAt('bundle-file-noted:3', ...args)).signal, 'SIGKILL')
    remount(small, 'size=3m')
    const refused = await world.run(...args)
    assert.equal(refused.code, 7, refused.stderr)
    remount(small, 'size=40m')
    await world.succeeds(...args)
    assert.deepEqual(filesOf(small), whole)
  })
})

describe('a disc that can only be read', () => {
  it('is read, and nothing is cut onto it', async () => {
    const disc = mounted(40)
    mkdirSync(join(disc, 'a'))
    for (const path of discs) execFileSync('cp', ['-a', path, join(disc, 'a')])
    remount(disc, 'ro')
    const centre = world.copy(world.centre)
    await world.succeeds(...world.in(centre, ...discsOf(disc)))
    await world.verifies(centre)
    const { code, stderr } = await world.run(...world.cut(world.copy(world.mirror), disc))
    assert.notEqual(code, 0)
    assert.match(stderr, /EROFS/)
  })
})
