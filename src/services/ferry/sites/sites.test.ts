import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LogWorld, versionOf } from '../../../../test/support/log-world.ts'
import { MemoryKeyFiles } from '../../../adapters/memory/key-files.ts'
import { MemoryFolder } from '../../../adapters/memory/memory-folder.ts'
import { cosigned, cosignerAt } from '../../../core/note/cosignature.ts'
import { generateKey } from '../../../core/note/key.ts'
import { signNote } from '../../../core/note/sign-note.ts'
import { formatCheckpoint } from '../../../core/tlog/tree-head.ts'
import { rootAt } from '../../log/read-entries.ts'
import { receiptFile, receiptKey, writeReceipt } from '../in/receipt.ts'
import { acceptReceipt, addSite, lastReceipt, listSites } from './sites.ts'

const site = generateKey('receipt.centre.example', Buffer.alloc(32, 9), 'cosignature')

/** A mirror whose log has grown to nine entries, with a receipt key of the site `centre`. */
async function mirror() {
  const disk = new LogWorld()
  const log = await disk.open()
  for (const n of [1, 2, 3]) await log.append(versionOf(n))
  await addSite(disk.store, 'centre', site.verifier)
  const { name, size, root } = log.head()
  const events: string[] = []
  const journal = { info: () => undefined, warn: () => undefined, error: (event: string) => void events.push(event) }
  const world = {
    store: disk.store,
    journal,
    log: {
      name,
      size,
      verifiers: disk.identity.verifiers,
      rootAt: (n: number) => rootAt(disk.store, { name, size, root }, n),
    },
  }
  const receipt = async (at: number, root?: string) => {
    const head = { size: at, root: Buffer.from(root ?? (await world.log.rootAt(at)), 'hex') }
    const note = Buffer.from(signNote(formatCheckpoint(name, head), disk.identity.signers)).toString()
    return Buffer.from(cosigned(note, cosignerAt(site.signer, 1_700_000_000)))
  }
  return { disk, world, receipt, events }
}

describe('the receipts of a site', () => {
  it('are taken over, tell how far the site is, and never go back', async () => {
    const { disk, world, receipt } = await mirror()
    assert.equal(await lastReceipt(disk.store, 'centre'), undefined)
    const root = await world.log.rootAt(6)
    assert.deepEqual(await acceptReceipt(world, 'centre', await receipt(6)), { size: 6, root })
    assert.deepEqual(await acceptReceipt(world, 'centre', await receipt(3)), { size: 6, root })
    assert.deepEqual(await lastReceipt(disk.store, 'centre'), { size: 6, root })
    assert.deepEqual(
      (await listSites(disk.store)).map(({ name, last }) => [name, last?.size]),
      [['centre', 6]],
    )
    // A backup takes the folder; the same one again changes nothing.
    await acceptReceipt(world, 'centre', await receipt(6))
    assert.equal((await disk.keys('log/ferry/sites/centre')).length, 2)
  })

  it('are refused with the reason where the site or the log did not sign them', async () => {
    const { disk, world, receipt } = await mirror()
    const [other] = [generateKey('receipt.centre.example', Buffer.alloc(32, 8), 'cosignature')]
    const good = Buffer.from(await receipt(6)).toString()
    const [checkpoint = ''] = [good.slice(0, good.lastIndexOf('— receipt'))]
    const bad = [
      checkpoint,
      cosigned(checkpoint, cosignerAt(other.signer, 1)),
      good.replace('\n6\n', '\n7\n'),
      'rubbish',
    ]
    for (const note of bad)
      await assert.rejects(acceptReceipt(world, 'centre', Buffer.from(note)), {
        code: 'bad-receipt',
        reason: 'receipt.unsigned',
      })
    await assert.rejects(acceptReceipt(world, 'elsewhere', await receipt(6)), { code: 'absent' })
    assert.equal(await lastReceipt(disk.store, 'centre'), undefined)
  })

  it('of another tree are a fork of the log itself, and raise an alarm; longer ones tell that it went back', async () => {
    const { world, receipt, events } = await mirror()
    const fork = await receipt(6, 'ab'.repeat(32))
    await assert.rejects(acceptReceipt(world, 'centre', fork), { code: 'bad-receipt', reason: 'receipt.fork' })
    assert.deepEqual(events, ['ferry-receipt-fork'])
    const ahead = await receipt(10, 'ab'.repeat(32))
    await assert.rejects(acceptReceipt(world, 'centre', ahead), { code: 'bad-receipt', reason: 'receipt.ahead' })
  })

  it('come from a site whose key stays what it was', async () => {
    const { disk } = await mirror()
    const other = generateKey('receipt.centre.example', Buffer.alloc(32, 8), 'cosignature')
    await addSite(disk.store, 'centre', site.verifier)
    await assert.rejects(addSite(disk.store, 'centre', other.verifier), { code: 'usage', reason: 'receipt.other-key' })
    await assert.rejects(addSite(disk.store, '../x', other.verifier), { code: 'usage' })
    await assert.rejects(addSite(disk.store, 'b', 'no key'), { code: 'bad-key' })
  })

  it('are what a node writes once for each size, in one form, with a key that stays', async () => {
    const { world, receipt } = await mirror()
    const receipts = new MemoryFolder()
    const files = new MemoryKeyFiles()
    const node = { files, log: 'centre.example', newSeed: () => Buffer.alloc(32, 9), receipts }
    assert.equal((await receiptKey(node)).verifier, site.verifier)
    const good = Buffer.from(await receipt(6)).toString()
    const checkpoint = good.slice(0, good.lastIndexOf('— receipt'))
    const name = await writeReceipt(node, { origin: world.log.name, size: 6, checkpoint }, 1_700_000_000_999)
    assert.equal(name, receiptFile(world.log.name, 6))
    const blob = await receipts.open(name)
    const bytes = Buffer.alloc(blob?.size ?? 0)
    await blob?.read(bytes, 0)
    assert.equal(bytes.toString(), good)
    await writeReceipt(node, { origin: world.log.name, size: 6, checkpoint }, 1_800_000_000_000)
    assert.equal((await receipts.open(name))?.stamp, blob?.stamp)
    assert.equal((await acceptReceipt(world, 'centre', bytes)).size, 6)
  })
})
