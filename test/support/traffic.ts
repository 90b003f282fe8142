import assert from 'node:assert/strict'
import { escapePath } from '../../src/core/module/escape.ts'
import { parseVerifier } from '../../src/core/note/key.ts'
import { followHead, openSignedHead, type SignedHead } from '../../src/core/sumdb/signed-head.ts'
import { tilePath } from '../../src/core/tlog/tile.ts'
import type { FolderUpstream } from './folder-upstream.ts'
import { makeModule } from './test-module.ts'

/** Settings under which a node takes what `Traffic` asks for. */
export const unlistedRule = 'unlisted.test/*=made up'

/** The clients of a node that dies now and then: they ask for new modules, and remember what they were answered. */
export class Traffic {
  /** What was answered with 200 and may never change, by its path below the node's URL. */
  readonly answered = new Map<string, Buffer>()
  readonly #upstream: FolderUpstream
  #batches = 0
  #head: SignedHead | undefined

  constructor(upstream: FolderUpstream) {
    this.#upstream = upstream
  }

  /** The entries of the largest tree that a client was shown. */
  get acknowledged(): number {
    return this.#head?.size ?? 0
  }

  /** New modules appear upstream, and clients ask at once for parts of them, the log's head, and one that is nowhere listed. */
  async batch(url: string): Promise<void> {
    const version = `v1.${this.#batches++}.0`
    const at = (path: string, part: string) => `/${escapePath(path)}/@v/${version}.${part}`
    const listed = ['a.test/M', 'b.test/m', 'c.test/m', 'd.test/m', 'e.test/m'].map(path =>
      makeModule({ path, version, files: { 'b.go': `package a // ${version}\n` } }),
    )
    const unlisted = makeModule({ path: 'unlisted.test/m', version })
    const nowhere = makeModule({ path: 'nowhere.test/m', version })
    this.#upstream.publish(listed)
    this.#upstream.publish([unlisted, nowhere], { unlisted: true })
    await Promise.all([
      ...['a.test/M', 'b.test/m', 'c.test/m', 'unlisted.test/m'].map(path => this.#keep(url, at(path, 'zip'))),
      ...['c.test/m', 'd.test/m'].map(path => this.#keep(url, at(path, 'mod'))),
      ...['a.test/M', 'e.test/m'].map(path => this.#keep(url, at(path, 'info'))),
      this.#ask(url, '/a.test/!m/@v/list'),
      this.#refused(url, at('nowhere.test/m', 'mod')),
    ])
  }

  /** Every answer of before must come again, byte by byte. */
  async askAgain(url: string): Promise<void> {
    for (const [path, before] of this.answered) {
      const again = await this.#ask(url, path)
      assert.ok(again.equals(before), `${path} is another than before`)
    }
  }

  /** The node's log must go on from the head that was shown last; follows it as a client does, by the tiles that it serves. */
  async followLog(url: string, name: string, key: string): Promise<void> {
    const head = openSignedHead(await this.#ask(url, `/sumdb/${name}/latest`), [parseVerifier(key)])
    const readTiles = (tiles: readonly Parameters<typeof tilePath>[0][]) =>
      Promise.all(tiles.map(tile => this.#ask(url, `/sumdb/${name}/${tilePath(tile)}`)))
    this.#head = this.#head === undefined ? head : await followHead(this.#head, head, readTiles)
  }

  async #keep(url: string, path: string): Promise<void> {
    this.answered.set(path, await this.#ask(url, path))
  }

  async #ask(url: string, path: string): Promise<Buffer> {
    const response = await fetch(url + path)
    const body = Buffer.from(await response.arrayBuffer())
    assert.equal(response.status, 200, `${path}: ${response.status} ${body}`)
    return body
  }

  async #refused(url: string, path: string): Promise<void> {
    const response = await fetch(url + path)
    assert.equal(response.status, 403, `${path}: ${response.status} ${await response.text()}`)
  }
}
