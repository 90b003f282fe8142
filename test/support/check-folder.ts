import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DiskHead } from '../../src/adapters/fs/disk-head.ts'
import { DiskKeyFiles } from '../../src/adapters/fs/key-files.ts'
import { systemClock } from '../../src/adapters/system/system-clock.ts'
import { hashGoMod } from '../../src/core/dirhash/dirhash.ts'
import { hex, sha256 } from '../../src/core/hash.ts'
import { parseEntry } from '../../src/core/log/parse-entry.ts'
import { LogState } from '../../src/core/log/state.ts'
import { unescapePath, unescapeVersion } from '../../src/core/module/escape.ts'
import type { ModuleVersion } from '../../src/core/module/module-version.ts'
import type { Verifier } from '../../src/core/note/key.ts'
import { openNote } from '../../src/core/note/open-note.ts'
import { goSumLines } from '../../src/core/sumdb/go-sum-lines.ts'
import { parseLookup } from '../../src/core/sumdb/lookup.ts'
import { openSignedHead } from '../../src/core/sumdb/signed-head.ts'
import { parseDataTile } from '../../src/core/tlog/data-tile.ts'
import { edgeTiles, emptyEdge, growTree } from '../../src/core/tlog/grow.ts'
import { tileHeight, tilePath } from '../../src/core/tlog/tile.ts'
import { parseCheckpoint, type TreeHead } from '../../src/core/tlog/tree-head.ts'
import { blobKey, KINDS, type Kind } from '../../src/core/tree/keys.ts'
import { lookupKey, tileKey } from '../../src/core/tree/log-keys.ts'
import { loggedDigest } from '../../src/core/tree/logged-digest.ts'
import { sourceOf } from '../../src/core/zip/byte-source.ts'
import { inspectZip } from '../../src/core/zip/inspect-zip.ts'
import { Keys } from '../../src/services/keys/keys.ts'
import { decodeHead } from '../../src/services/log/log-head.ts'

/** How long a file that is being written may lie in the staging folder, in milliseconds. */
const patienceMs = 10_000

/**
 * Holds a node's whole folder against its log, again and again while the log grows: every entry has its tiles and lookups
 * under a signed head, every file of `public/` is named by an entry, every listed version is whole, nothing is left over.
 * For a node that runs idle or was stopped, not for one that a crash left: it recovers when it starts.
 */
export class FolderCheck {
  readonly #data: string
  readonly #leaves: string[] = []
  /** The root of the tree of each size. */
  readonly #roots = [hex(emptyEdge.root)]
  /** Every tile that the tree had at any size, by its path. */
  readonly #tiles = new Map<string, Uint8Array>()
  readonly #state = new LogState()
  /** Zips whose h1 was computed: their bytes are compared by SHA-256 from then on. */
  readonly #inspected = new Set<string>()
  #edge = emptyEdge

  /** `data`: the node's folder. */
  constructor(data: string) {
    this.#data = data
  }

  /** How many entries the log had when it was checked last. */
  get size(): number {
    return this.#edge.size
  }

  /** Throws an AssertionError that names the first file that is not as it should be. */
  async check(): Promise<void> {
    await this.checkLog()
    for (const path of this.#state.paths()) this.#checkList(path)
  }

  /** As `check`, for a folder to which modules were logged but not published. */
  async checkLog(): Promise<void> {
    const { name, verifiers } = await this.#identity()
    const head = openSignedHead(this.#read(`public/sumdb/${name}/latest`), verifiers)
    const checkpoint = parseCheckpoint(openNote(this.#read('public/checkpoint'), verifiers).text, name)
    assert.deepEqual(plain(checkpoint), plain(head), 'checkpoint and latest differ')
    this.#grow(head)
    await this.#checkStored(head)
    this.#checkTiles(name)
    this.#checkLookups(name, verifiers)
    for (const file of this.#files('public')) await this.#checkPublic(file, name)
    await this.#checkTemporary()
  }

  /** A running node writes down what was missed, once a second: such a file is gone soon, one that was left is not. */
  async #checkTemporary(): Promise<void> {
    const deadline = performance.now() + patienceMs
    while (this.#names('run/tmp').length > 0 && performance.now() < deadline) await readdir(join(this.#data, 'run/tmp'))
    assert.deepEqual(this.#names('run/tmp'), [], 'temporary files are left')
  }

  async #identity() {
    const parts = { clock: systemClock, reached: () => undefined, environment: undefined }
    const identity = await new Keys({ ...parts, files: new DiskKeyFiles(join(this.#data, 'keys')) }).load()
    return identity ?? assert.fail('the folder has no keys')
  }

  /** Takes the new entries from the data tiles: the old ones must be what they were, all together must give the head. */
  #grow(head: TreeHead): void {
    const leaves: string[] = []
    for (let n = 0; n * 2 ** tileHeight < head.size; n++) {
      const width = Math.min(2 ** tileHeight, head.size - n * 2 ** tileHeight)
      const bytes = this.#read(tileKey('', { height: tileHeight, level: 'data', n, width }))
      leaves.push(...parseDataTile(bytes, width))
    }
    assert.deepEqual(leaves.slice(0, this.#leaves.length), this.#leaves, 'the log is not what it was')
    for (const leaf of leaves.slice(this.#leaves.length)) {
      const growth = growTree(this.#edge, [leaf])
      this.#edge = growth.edge
      this.#roots.push(hex(growth.edge.root))
      for (const { tile, bytes } of growth.tiles) this.#tiles.set(tilePath(tile), bytes)
      this.#state.apply(this.#leaves.length, parseEntry(leaf))
      this.#leaves.push(leaf)
    }
    assert.deepEqual(plain(this.#edge), plain(head), 'the entries do not lead to the head')
  }

  /** The stored head is the published one, and no stage is kept but its own. */
  async #checkStored(head: TreeHead): Promise<void> {
    const stored = await new DiskHead(this.#data).read()
    const decoded = decodeHead(stored?.value ?? new Uint8Array())
    assert.deepEqual(
      { size: decoded.size, root: decoded.root },
      plain(head),
      'the stored head is not the published one',
    )
    const stages = this.#names('log/stage').map(name => `log/stage/${name}`)
    assert.deepEqual(
      stages.filter(stage => stage !== decoded.stage),
      [],
      'a stage is left',
    )
  }

  /** What the tree of now needs is there (that it is right, and that nothing else is there, `#checkPublic` sees). */
  #checkTiles(name: string): void {
    const full = [...this.#tiles.keys()].filter(path => !path.includes('.p/') && !path.includes('/data/'))
    const edge = edgeTiles(this.#edge.size).flatMap(tile => (tile.level === 'data' ? [] : [tilePath(tile)]))
    for (const path of [...full, ...edge]) this.#read(`public/sumdb/${name}/${path}`)
  }

  #checkLookups(name: string, verifiers: readonly Verifier[]): void {
    for (const path of this.#state.paths()) {
      for (const version of this.#state.versions(path)) {
        const key = lookupKey(name, { path, version })
        const { id, text, head } = parseLookup(this.#read(key))
        const record = this.#state.version(path, version)?.record
        const expected = record && { id: record.id, text: goSumLines({ path, version, ...record }) }
        assert.deepEqual({ id, text }, expected, key)
        const { size, root } = openSignedHead(head, verifiers)
        assert.ok(id < size, `${key}: the head does not cover the record`)
        assert.equal(hex(root), this.#roots[size], `${key}: the head is none of this log`)
      }
    }
  }

  /** Every file of the public tree says what an entry says, or follows from entries. */
  async #checkPublic(file: string, name: string): Promise<void> {
    const database = `public/sumdb/${name}/`
    if (file === 'public/checkpoint') return
    if (file.startsWith(`${database}tile/`)) {
      const expected = this.#tiles.get(file.slice(database.length))
      assert.ok(expected && Buffer.compare(this.#read(file), expected) === 0, `${file} is no tile of the log`)
    } else if (file.startsWith(`${database}lookup/`)) {
      const module = moduleAt(file.slice(`${database}lookup/`.length), '@')
      assert.ok(this.#state.version(module.path, module.version), `${file} is of no record`)
    } else if (file.startsWith(database)) {
      assert.match(file.slice(database.length), /^(latest|supported)$/)
    } else if (!/\/@v\/list$|\/@latest$/.test(file)) {
      await this.#checkPart(file)
    }
  }

  async #checkPart(file: string): Promise<void> {
    const kind = KINDS.find(each => file.endsWith(`.${each}`)) ?? assert.fail(`${file} does not belong here`)
    const module = moduleAt(file.slice('public/'.length, -kind.length - 1), '/@v/')
    const bytes = this.#read(file)
    const digest = kind === 'mod' ? hashGoMod(bytes) : hex(sha256(bytes))
    assert.equal(digest, loggedDigest(this.#state, module, kind), `${file} is not what the log says`)
    if (kind !== 'zip' || this.#inspected.has(digest)) return
    const { h1 } = await inspectZip(sourceOf(bytes), module)
    assert.equal(h1, this.#state.version(module.path, module.version)?.record.h1Zip, `${file}: h1`)
    this.#inspected.add(digest)
  }

  /** The list names exactly the versions that are complete and held. */
  #checkList(path: string): void {
    const held = this.#state
      .complete(path)
      .filter(version => KINDS.every(kind => this.#holds({ path, version }, kind)))
      .filter(version => this.#state.version(path, version)?.recalled === undefined)
    const file = `${blobKey('public', { path, version: 'v1.0.0' }, 'zip').replace(/[^/]*$/, '')}list`
    const listed = this.#read(file).toString().split('\n').filter(Boolean)
    assert.deepEqual(listed.toSorted(), held.toSorted(), file)
    const latest = file.replace(/@v\/list$/, '@latest')
    if (held.length > 0) assert.ok(held.includes(JSON.parse(this.#read(latest).toString()).Version), latest)
  }

  #holds(module: ModuleVersion, kind: Kind): boolean {
    const key = blobKey('public', module, kind)
    return this.#names(key.replace(/\/[^/]*$/, '')).includes(key.replace(/^.*\//, ''))
  }

  #read(key: string): Buffer {
    return readFileSync(join(this.#data, key))
  }

  /** What is in a folder; nothing where it was not needed yet. */
  #names(folder: string): string[] {
    return existsSync(join(this.#data, folder)) ? readdirSync(join(this.#data, folder)) : []
  }

  #files(folder: string): string[] {
    const entries = readdirSync(join(this.#data, folder), { withFileTypes: true, recursive: true })
    const files = entries.filter(entry => !entry.isDirectory())
    return files.map(entry => join(entry.parentPath, entry.name).slice(this.#data.length + 1))
  }
}

/** `example.com/!x@v1.0.0` and the like: path and version with `between` between them. */
function moduleAt(escaped: string, between: string): ModuleVersion {
  const at = escaped.lastIndexOf(between)
  return { path: unescapePath(escaped.slice(0, at)), version: unescapeVersion(escaped.slice(at + between.length)) }
}

function plain({ size, root }: TreeHead): { size: number; root: string } {
  return { size, root: hex(root) }
}
