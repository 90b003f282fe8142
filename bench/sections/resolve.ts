import assert from 'node:assert/strict'
import { join } from 'node:path'
import { runCommand } from '../../test/support/run-command.ts'
import type { ResolvedHere } from '../load/resolve-here.ts'
import { timed } from '../measure/command.ts'
import { median } from '../measure/median.ts'
import type { ResolveRow, ResolveTool } from '../results.ts'
import { entryEnvironment, entryPoint } from '../servers/goferry-server.ts'
import type { World } from '../world/world.ts'

/** A turn takes a fraction of a second: so many of them make a round of the plan. */
const turnsARound = 4
/** How often the project is resolved in one process. */
const calls = 20

/**
 * The module graph of the project, whose go.mods are all held: `go mod graph` with its module cache, and goferry with
 * the node's folder, as a command and in a process that runs already.
 */
export async function measureResolve(world: World): Promise<ResolveRow[]> {
  const { plan, node, project, filled } = world
  const rows: ResolveRow[] = []
  const command = async (tool: ResolveTool, round: number, run: Parameters<typeof timed>[0]) => {
    const { stdout, ...cost } = await timed(run)
    rows.push({ tool, round, ...cost })
    return stdout
  }
  const goferry = (...args: string[]) => runCommand([entryPoint, ...args], { env: entryEnvironment() })
  for (let round = 0; round < plan.rounds * turnsARound; round++) {
    world.say(`resolving ${round + 1}/${plan.rounds * turnsARound}`)
    await command('go mod graph', round, () => filled.go(project, 'mod', 'graph'))
    await command('goferry resolve', round, () => goferry('resolve', project, '--no-sizes', '--data', node.data))
    await command('go version', round, () => filled.go(project, 'version'))
    await command('goferry --version', round, () => goferry('--version'))
    const { calls: whole, graphs } = await resolveHere(world)
    const [first = Number.NaN, ...later] = whole
    const inProcess = (tool: ResolveTool, wallSeconds: number) =>
      rows.push({ tool, round, wallSeconds, cpuSeconds: undefined })
    inProcess('first call', first)
    inProcess('later calls', median(later))
    inProcess('the graph alone', median(graphs.slice(1)))
  }
  return rows
}

async function resolveHere({ node, project }: World): Promise<ResolvedHere> {
  const script = join(import.meta.dirname, '..', 'load', 'resolve-here.ts')
  const command = [process.execPath, ...process.execArgv, script, node.data, project, String(calls)]
  const { code, stdout, stderr } = await runCommand(command, { env: entryEnvironment() })
  assert.equal(code, 0, stderr)
  const found = JSON.parse(stdout) as ResolvedHere
  assert.equal(found.unread, 0, 'go.mods are lacking in the store')
  return found
}
