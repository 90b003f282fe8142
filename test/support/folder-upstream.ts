import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { escapePath, escapeVersion } from '../../src/core/module/escape.ts'
import { generateKey, parseSigner } from '../../src/core/note/key.ts'
import { signNote } from '../../src/core/note/sign-note.ts'
import { formatLookup } from '../../src/core/sumdb/lookup.ts'
import { emptyEdge, growTree } from '../../src/core/tlog/grow.ts'
import { tilePath } from '../../src/core/tlog/tile.ts'
import { formatGoHead } from '../../src/core/tlog/tree-head.ts'
import type { TestModule } from './test-module.ts'

const key = generateKey('sum.test', new Uint8Array(32).fill(1))

/**
 * A GOPROXY in a folder, for `--upstream file://…`, with the tree of a checksum database in it. Both grow with each
 * `publish`: the lookups of a batch carry the head of their time, as recorded lookups do.
 */
export class FolderUpstream {
  /** The verifier key of its database, for the setting `sumdb`. */
  static readonly sumdb = key.verifier
  readonly #folder: string
  #edge = emptyEdge

  /** `folder`: an empty one. */
  constructor(folder: string) {
    this.#folder = folder
    this.#write('sumdb/sum.test/supported', '')
  }

  /** The URL of the folder. */
  get url(): string {
    return pathToFileURL(this.#folder).href
  }

  /** Adds `modules` to the tree, and to the database too unless `unlisted`. */
  publish(modules: readonly TestModule[], { unlisted = false } = {}): void {
    for (const { path, version, info, mod, zip } of modules) {
      const versions = `${escapePath(path)}/@v`
      this.#write(`${versions}/${escapeVersion(version)}.info`, info)
      this.#write(`${versions}/${escapeVersion(version)}.mod`, mod)
      this.#write(`${versions}/${escapeVersion(version)}.zip`, zip)
      appendFileSync(join(this.#folder, versions, 'list'), `${version}\n`)
    }
    if (!unlisted) this.#list(modules)
  }

  /** Adds `count` records of nothing to the database: they fill tiles. */
  fill(count: number): void {
    const first = this.#edge.size
    this.#grow(Array.from({ length: count }, (_, i) => `filler.test/m${first + i} v1.0.0 h1:x\n`))
  }

  #list(modules: readonly TestModule[]): void {
    const first = this.#edge.size
    const head = this.#grow(modules.map(module => module.record))
    for (const [i, { path, version, record }] of modules.entries()) {
      const name = `${escapePath(path)}@${escapeVersion(version)}`
      this.#write(`sumdb/sum.test/lookup/${name}`, formatLookup({ id: first + i, text: record, head }))
    }
  }

  /** Gives the new head. */
  #grow(records: readonly string[]): Uint8Array {
    const growth = growTree(this.#edge, records)
    this.#edge = growth.edge
    const head = signNote(formatGoHead(growth.edge), [parseSigner(key.signer)])
    for (const { tile, bytes } of growth.tiles) this.#write(`sumdb/sum.test/${tilePath(tile)}`, bytes)
    this.#write('sumdb/sum.test/latest', head)
    return head
  }

  #write(path: string, content: Uint8Array | string): void {
    mkdirSync(dirname(join(this.#folder, path)), { recursive: true })
    writeFileSync(join(this.#folder, path), content)
  }
}
