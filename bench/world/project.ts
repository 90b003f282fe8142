import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FolderUpstream } from '../../test/support/folder-upstream.ts'
import type { GoClient } from '../../test/support/go-client.ts'
import { makeModule, type TestModule } from '../../test/support/test-module.ts'

/** What is downloaded: where a node gets it from, and how its go.mod and go.sum come to lie in a folder. */
export interface Project {
  readonly name: string
  /** Arguments of `goferry up` by which a node can fetch all of it. */
  readonly upstream: readonly string[]
  /** Writes go.mod and go.sum into the new folder `folder`. `client` asks a node that can fetch everything. */
  write(client: GoClient, folder: string): Promise<void>
}

/** A module of the upstream that this machine's go command uses: its own go.mod and go.sum. */
export function realProject(name: string): Project {
  return {
    name,
    upstream: [],
    async write(client, folder) {
      const { Dir: unpacked } = JSON.parse(await client.succeeds(client.folder, 'mod', 'download', '-json', name))
      mkdirSync(folder)
      for (const file of ['go.mod', 'go.sum']) cpSync(join(unpacked, file), join(folder, file))
    },
  }
}

/** How many made-up modules are small; two more have a zip of 1 MB and one of 30 MB. */
const smallModules = 30

/** Made-up modules in a folder of their own below `folder`: no network is needed. */
export function madeUpProject(folder: string): Project {
  const modules = madeUpModules()
  mkdirSync(folder)
  const upstream = new FolderUpstream(join(folder, 'upstream'))
  upstream.publish(modules)
  const settings = join(folder, 'settings.yaml')
  writeFileSync(settings, `sumdb: ${FolderUpstream.sumdb}\n`)
  return {
    name: 'made-up modules',
    upstream: ['--upstream', upstream.url, '--config', settings],
    async write(_, target) {
      mkdirSync(target)
      const required = modules.map(({ path, version }) => `require ${path} ${version}\n`).join('')
      writeFileSync(join(target, 'go.mod'), `module bench.test/project\n\ngo 1.25\n\n${required}`)
      writeFileSync(join(target, 'go.sum'), modules.map(module => module.record).join(''))
    },
  }
}

function madeUpModules(): TestModule[] {
  const small = Array.from({ length: smallModules }, (_, i) => ({ name: `small${i}`, bytes: 10_000 }))
  const all = [...small, { name: 'one', bytes: 1_000_000 }, { name: 'thirty', bytes: 30_000_000 }]
  return all.map(({ name, bytes }) =>
    makeModule({
      path: `bench.test/${name}`,
      version: 'v1.0.0',
      goMod: `module bench.test/${name}\n\ngo 1.25\n`,
      files: { 'data.bin': randomBytes(bytes) },
      stored: true,
    }),
  )
}
