import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { utf8 } from '../core/bytes.ts'
import { isGoferryError } from '../core/errors.ts'
import { type Head, type HeadStore, maxHeadBytes } from './head.ts'

/**
 * Holds an adapter to the contract of `HeadStore`. `make` gives an
 * opener: each call of it is one more look at the same fresh head. `rounds`: how often 16 writers race.
 */
export function headConformance(name: string, make: () => Promise<() => HeadStore>, { rounds = 200 } = {}): void {
  const conflict = (error: unknown) => isGoferryError(error, 'head-conflict')

  describe(`head: ${name}`, () => {
    it('is undefined before the first replace', async () => {
      assert.equal(await (await make())().read(), undefined)
    })

    it('gives what was last replaced, to every look at it', async () => {
      const open = await make()
      const first = await open().replace(undefined, utf8('one'))
      assert.deepEqual(first, { generation: 1, value: utf8('one') })
      await open().replace(first, utf8('two'))
      assert.deepEqual(plain(await open().read()), { generation: 2, value: 'two' })
    })

    it('can be replaced from a head that was read', async () => {
      const open = await make()
      await open().replace(undefined, utf8('one'))
      assert.equal((await open().replace(await open().read(), utf8('two'))).generation, 2)
    })

    it('takes the empty value and 64 KiB, and refuses more', async () => {
      const head = (await make())()
      const empty = await head.replace(undefined, new Uint8Array())
      assert.equal((await head.read())?.value.length, 0)
      const full = await head.replace(empty, new Uint8Array(maxHeadBytes))
      await assert.rejects(head.replace(full, new Uint8Array(maxHeadBytes + 1)), error =>
        isGoferryError(error, 'too-large'),
      )
      assert.equal((await head.read())?.value.length, maxHeadBytes)
    })

    it('refuses a writer that was overtaken, by one step or by many', async () => {
      const open = await make()
      const first = await open().replace(undefined, utf8('1'))
      let newest = first
      for (let n = 2; n <= 90; n++) {
        newest = await open().replace(newest, utf8(String(n)))
        if (n % 40 === 2) await assert.rejects(open().replace(first, utf8('late')), conflict)
      }
      await assert.rejects(open().replace(undefined, utf8('late')), conflict)
      assert.deepEqual(plain(await open().read()), { generation: 90, value: '90' })
    })

    it(`lets exactly one of 16 concurrent writers win, ${rounds} times`, async () => {
      const writers = Array.from({ length: 16 }, await make())
      let newest: Head | undefined
      for (let round = 0; round < rounds; round++) {
        const expected = newest
        const tries = writers.map((writer, i) => writer.replace(expected, utf8(`${round} ${i}`)))
        const outcomes = await Promise.allSettled(tries)
        const winners = outcomes.filter(outcome => outcome.status === 'fulfilled')
        assert.equal(winners.length, 1)
        for (const outcome of outcomes) assert.ok(outcome.status === 'fulfilled' || conflict(outcome.reason))
        newest = await writers[round % 16]?.read()
        assert.deepEqual(plain(newest), plain(winners[0]?.value))
      }
      assert.equal(newest?.generation, rounds)
    })

    it('never goes back nor shows a loser, while writers run freely', async () => {
      const open = await make()
      const won: string[] = []
      let running = 8
      const write = async (id: number) => {
        const head = open()
        for (let n = 0; n < 25; n++) {
          const value = `${id} ${n}`
          const [outcome] = await Promise.allSettled([head.replace(await head.read(), utf8(value))])
          if (outcome.status === 'fulfilled') won[outcome.value.generation] = value
          else assert.ok(conflict(outcome.reason), outcome.reason)
        }
        running--
      }
      const seen: Head[] = []
      const watch = async () => {
        const head = open()
        while (running > 0) seen.push(...[await head.read()].filter(one => one !== undefined))
      }
      await Promise.all([watch(), ...Array.from({ length: 8 }, (_, id) => write(id))])
      assert.ok(seen.every((head, i) => i === 0 || head.generation >= (seen[i - 1]?.generation ?? 0)))
      for (const head of seen) assert.equal(plain(head)?.value, won[head.generation])
      assert.equal((await open().read())?.generation, won.length - 1)
    })
  })
}

function plain(head: Head | undefined): { generation: number; value: string } | undefined {
  return head && { generation: head.generation, value: Buffer.from(head.value).toString() }
}
