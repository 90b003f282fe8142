import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatEntry } from '../../src/core/log/format-entry.ts'
import { openStore } from '../../src/main/compose.ts'
import { openFolder } from '../../src/main/open-folder.ts'
import { readEntries } from '../../src/services/log/read-entries.ts'
import { FolderUpstream } from './folder-upstream.ts'
import { killedAt } from './mortal-node.ts'
import { goferry } from './node-process.ts'
import { settingsFile } from './settings-file.ts'
import { makeModule } from './test-module.ts'

/** When each bundle says that it was cut. */
const cutAt = new Date(Date.now() - 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z')

/** A mirror that holds versions of more than one volume, and a centre that trusts it: folders from which copies are made. */
export class FerryWorld {
  readonly mirror: string
  readonly centre: string
  /** Names of the versions, each of about `bytes` bytes. */
  readonly versions: readonly string[]
  /** Gives fresh, empty folders. */
  readonly folder: () => string
  /** The arguments that name the settings of both nodes. */
  readonly settings: readonly string[]

  private constructor(
    parts: Pick<FerryWorld, 'folder' | 'mirror' | 'centre' | 'versions'>,
    settings: readonly string[],
  ) {
    this.folder = parts.folder
    this.mirror = parts.mirror
    this.centre = parts.centre
    this.versions = parts.versions
    this.settings = settings
  }

  /** Pulls `count` versions of `bytes` bytes each into the mirror; `settings` are those of both nodes. */
  static async make(
    folder: () => string,
    { count = 3, bytes = 100_000, settings = {} as Readonly<Record<string, unknown>> } = {},
  ): Promise<FerryWorld> {
    const upstream = new FolderUpstream(folder())
    const files = { 'data.bin': new Uint8Array(bytes).fill(7) }
    const modules = Array.from({ length: count }, (_, i) =>
      makeModule({ path: `ferry.test/m${i}`, version: 'v1.0.0', files, stored: true }),
    )
    upstream.publish(modules)
    const named = settingsFile(folder(), { sumdb: FolderUpstream.sumdb, reserve: '0', ...settings })
    const versions = modules.map(({ path, version }) => `${path}@${version}`)
    const world = new FerryWorld({ folder, mirror: folder(), centre: folder(), versions }, named)
    await world.succeeds('add', '--upstream', upstream.url, ...versions, '--data', world.mirror)
    writeFileSync(join(world.centre, 'trust.yaml'), await world.succeeds('ferry', 'trust', '--data', world.mirror))
    // Nothing lies there: the log of the centre begins.
    await world.run('ferry', 'in', folder(), '--data', world.centre)
    return world
  }

  /** The same nodes with more settings. */
  with(settings: Readonly<Record<string, unknown>>): FerryWorld {
    const named = settingsFile(this.folder(), { sumdb: FolderUpstream.sumdb, reserve: '0', ...settings })
    return new FerryWorld(this, named)
  }

  /** A copy of the folder of a node. */
  copy(data: string, to = join(this.folder(), 'node')): string {
    execFileSync('cp', ['-a', data, to])
    return to
  }

  /** The arguments that cut the whole log of the mirror in `data` into `out`, the same at each call. */
  cut(data: string, out: string, ...more: readonly string[]): string[] {
    const fixed = ['--to', 'centre', '--from', '0', '--volume-size', '65536', '--created', cutAt]
    return ['ferry', 'out', ...fixed, '--out', out, ...more, '--data', data, ...this.settings]
  }

  /** The arguments that take in what lies at `paths`. */
  in(data: string, ...paths: readonly string[]): string[] {
    return ['ferry', 'in', ...paths, '--data', data, ...this.settings]
  }

  /** What comes of `goferry ARGS…`. */
  run(...args: readonly string[]) {
    return goferry(...args, ...(args.includes('--config') ? [] : this.settings))
  }

  /** How `goferry ARGS…` ends, which kills itself at `point`. */
  killedAt(point: string, ...args: readonly string[]) {
    return killedAt(point, args)
  }

  /** What it prints; it must succeed. */
  async succeeds(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...args)
    assert.equal(code, 0, `goferry ${args.join(' ')}: ${stdout}${stderr}`)
    return stdout
  }

  /** Nothing is bad in the folder of a node that was stopped. */
  async verifies(data: string): Promise<void> {
    const { code, stdout, stderr } = await this.run('verify', '--no-heal', '--data', data)
    assert.deepEqual([code, stdout, / 0 bad/.test(stderr)], [0, '', true], stdout + stderr)
  }
}

/** The discs that were cut into `out`, in their order. */
export function discsOf(out: string): string[] {
  return readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter(name => /(^|\/)disc-\d+$/.test(name))
    .sort()
    .map(name => join(out, name))
}

/** Each file below `folder` with its SHA-256. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .map(file => `${file.slice(folder.length)} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`)
    .sort()
}

/** The entries of the log in `data`, without what tells when and by which evidence an import came. */
export async function entriesOf(data: string): Promise<string[]> {
  const { head } = await openFolder(data, undefined)
  const texts: string[] = []
  for await (const entry of readEntries(openStore(data), 0, head.size))
    texts.push(entry.kind === 'import' ? `${entry.origin} ${entry.size} ${entry.entries}` : formatEntry(entry))
  return texts
}
