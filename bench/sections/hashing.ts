import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseGoRequest } from '../../src/core/goproxy/request.ts'
import { openZipCheck } from '../../src/main/compose.ts'
import { runCommand } from '../../test/support/run-command.ts'
import { type CommandCost, timed } from '../measure/command.ts'
import type { HashingRow, HashingTool } from '../results.ts'
import { entryEnvironment, entryPoint } from '../servers/goferry-server.ts'
import { subfolder } from '../world/clients.ts'
import { moduleFiles } from '../world/files.ts'
import type { World } from '../world/world.ts'

/**
 * The go command's check of all zips that a client has, beside goferry's: hashing them alone, taking them in, and
 * holding what is stored against the log.
 */
export async function measureHashing(world: World): Promise<HashingRow[]> {
  const folder = subfolder(world.folder, 'hashing')
  const cache = join(world.filled.folder, 'modcache', 'cache', 'download')
  const zips = moduleFiles(cache).filter(file => file.path.endsWith('.zip'))
  const zipBytes = zips.reduce((sum, { bytes }) => sum + bytes, 0)
  const settings = join(folder, 'settings.yaml')
  writeFileSync(settings, `sumdb: ${world.node.key}\n`)
  const goferry = (...args: string[]) =>
    timed(() => runCommand([entryPoint, ...args, '--json'], { env: entryEnvironment() }))
  const tools: Record<HashingTool, (round: number) => Promise<CommandCost>> = {
    'go mod verify': () => timed(() => world.filled.go(world.project, 'mod', 'verify')),
    'h1 of each zip': () =>
      hashAll(
        cache,
        zips.map(file => file.path),
      ),
    'goferry add': round => {
      const source = ['--modcache', join(world.filled.folder, 'modcache'), '--upstream', world.nginx.url]
      return goferry('add', ...source, '--data', join(folder, `added${round}`), '--config', settings)
    },
    'goferry verify': () => goferry('verify', '--no-heal', '--data', join(folder, 'added0'), '--config', settings),
  }
  const rows: HashingRow[] = []
  for (let round = 0; round < world.plan.rounds; round++)
    for (const [tool, run] of Object.entries(tools) as [HashingTool, (round: number) => Promise<CommandCost>][]) {
      world.say(`hashing ${round + 1}/${world.plan.rounds}: ${tool}`)
      const { wallSeconds, cpuSeconds } = await run(round)
      rows.push({ tool, round, wallSeconds, cpuSeconds, zipBytes })
    }
  return rows
}

/** Checks and hashes every zip as a pull does, on threads, in this process. */
async function hashAll(cache: string, zips: readonly string[]): Promise<CommandCost> {
  const check = openZipCheck()
  const [before, begun] = [process.cpuUsage(), performance.now()]
  await Promise.all(
    zips.map(path => {
      const asked = parseGoRequest(`/${path}`)
      return asked?.kind === 'part' ? check.inspect(join(cache, path), asked.module) : undefined
    }),
  )
  const { user, system } = process.cpuUsage(before)
  const wallSeconds = (performance.now() - begun) / 1000
  await check.close()
  return { wallSeconds, cpuSeconds: (user + system) / 1e6 }
}
