import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import type { Job } from '../../src/core/jobs/job.ts'
import { askNode } from '../../src/main/node/control-client.ts'
import { runCommand } from '../../test/support/run-command.ts'
import { runWrk } from '../load/wrk.ts'
import type { BesideJobsRow } from '../results.ts'
import { entryEnvironment, entryPoint } from '../servers/goferry-server.ts'
import { loadedFiles } from '../world/files.ts'
import type { World } from '../world/world.ts'

/** The parts of a drill that run beside the load, each in a process of its own. */
const behaviours = ['leaks', 'spins', 'hangs']

/** What the warm node serves with nothing beside it and with jobs that misbehave, in turns. */
export async function measureBesideJobs(world: World): Promise<BesideJobsRow[]> {
  const rows: BesideJobsRow[] = []
  for (let round = 0; round < world.plan.rounds; round++) {
    world.say(`serving beside jobs ${round + 1}/${world.plan.rounds}`)
    rows.push({ round, jobs: false, ...(await load(world)) })
    const drill = runCommand([entryPoint, 'job', 'drill', ...behaviours, '--data', world.node.data], {
      env: entryEnvironment(),
    })
    await begun(world, (round + 1) * behaviours.length)
    rows.push({ round, jobs: true, ...(await load(world)) })
    const { code, stdout, stderr } = await drill
    assert.equal(code, 0, `${stdout}${stderr}`)
  }
  return rows
}

function load({ plan, node, tree }: World) {
  const shape = { connections: plan.connections.small, seconds: plan.loadSeconds, cores: plan.cores?.load }
  return runWrk(`${node.url}/${loadedFiles(tree).info.path}`, shape)
}

/** Waits until so many parts have begun, in all rounds. */
async function begun({ node }: World, parts: number): Promise<void> {
  for (;;) {
    const asked = await askNode(node.data, 'job-list', { kind: 'drill-part' })
    const jobs = (asked?.value ?? []) as readonly Job[]
    if (jobs.filter(({ started }) => started !== undefined).length >= parts) return
    await wait(20)
  }
}
