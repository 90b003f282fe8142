import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FolderUpstream } from './folder-upstream.ts'
import { goferry, NodeProcess } from './node-process.ts'
import { makeModule } from './test-module.ts'

/** The made-up modules of the tests of backups: `keep.test/M0` and so on. */
const modules = Array.from({ length: 12 }, (_, i) =>
  makeModule({ path: `keep.test/M${i}`, version: 'v1.0.0', files: { 'b.go': `package a // ${i}\n` } }),
)

/** One node whose data folder comes and goes, with the settings that it is run by. */
export class BackupNode {
  readonly upstream: FolderUpstream
  readonly #config: string
  readonly #alone: string

  /** `folder`: an empty one. `replica`: as the settings name it. */
  constructor(folder: string, replica = join(folder, 'replica')) {
    this.upstream = new FolderUpstream(join(folder, 'upstream'))
    this.upstream.publish(modules)
    this.#config = join(folder, 'goferry.yaml')
    this.#alone = join(folder, 'alone.yaml')
    const settings = { sumdb: FolderUpstream.sumdb, upstream: this.upstream.url, requests: 'none', workers: 1 }
    writeFileSync(this.#config, JSON.stringify({ ...settings, replica }))
    writeFileSync(this.#alone, JSON.stringify(settings))
  }

  /** The arguments that name folder and settings, with the replica or without. */
  args(data: string, { replica = true } = {}): string[] {
    return ['--data', data, '--config', replica ? this.#config : this.#alone]
  }

  /** Starts the node on `data`. */
  start(data: string, options?: { replica: boolean }): Promise<NodeProcess> {
    const [, , ...config] = this.args(data, options)
    return NodeProcess.start(data, ...config)
  }

  /** Takes modules in while no node runs. */
  async add(data: string, from: number, to: number, options?: { replica: boolean }): Promise<void> {
    const names = modules.slice(from, to).map(({ path, version }) => `${path}@${version}`)
    const { code, stderr } = await goferry('add', ...this.args(data, options), ...names)
    assert.equal(code, 0, stderr)
  }

  /** Backs `data` up into `place`. */
  async backup(data: string, place: string, ...args: readonly string[]): Promise<Record<string, unknown>> {
    const { code, stdout, stderr } = await goferry('backup', place, '--json', ...this.args(data), ...args)
    assert.equal(code, 0, stderr)
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
  }

  /** Restores `place` into the empty folder `data`. */
  async restore(place: string, data: string): Promise<void> {
    const { code, stderr } = await goferry('restore', place, '--data', data)
    assert.equal(code, 0, stderr)
  }
}

/** What a drill of the backup in `place` says: the exit code, the report where there is one, and each bad file. */
export async function drill(place: string): Promise<{ code: number; report: Record<string, unknown>; bad: string[] }> {
  const { code, stdout } = await goferry('backup', place, '--drill', '--json')
  const lines = stdout
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))
  const report = lines.find(line => 'files' in line) ?? {}
  return { code, report, bad: lines.filter(line => 'outcome' in line).map(line => `${line.outcome} ${line.subject}`) }
}
