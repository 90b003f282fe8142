import { thisMachine } from './measure/machine.ts'
import type { Plan } from './plan.ts'
import { type Results, SECTIONS, type Section } from './results.ts'
import { measureCold } from './sections/cold.ts'
import { measureDownloads } from './sections/downloads.ts'
import { measureFerry } from './sections/ferry.ts'
import { measureHashing } from './sections/hashing.ts'
import { measureJobs } from './sections/jobs.ts'
import { measureLink } from './sections/link.ts'
import { measureRequests } from './sections/requests.ts'
import { measureResolve } from './sections/resolve.ts'
import { measureSlowClients } from './sections/slow-clients.ts'
import type { Server } from './servers/server.ts'
import { moduleFiles } from './world/files.ts'
import { inWorld, type World } from './world/world.ts'

/** What a run takes. */
export interface BenchOptions {
  readonly plan: Plan
  /** Servers that run already, measured beside goferry and nginx. */
  readonly peers: readonly Server[]
  /** An empty folder. */
  readonly folder: string
  /** The parts to run; all where it is left out. */
  readonly sections?: readonly Section[]
  say(text: string): void
}

/** How each part is measured. */
const measures: { [K in Section]: (world: World) => Promise<Required<Results>[K]> } = {
  downloads: measureDownloads,
  requests: measureRequests,
  slow: measureSlowClients,
  cold: measureCold,
  hashing: measureHashing,
  resolve: measureResolve,
  link: measureLink,
  jobs: measureJobs,
  ferry: measureFerry,
}

/** Measures everything in one run. */
export async function runBench({ sections = SECTIONS, ...options }: BenchOptions): Promise<Results> {
  const machine = await thisMachine()
  const date = new Date().toISOString()
  return inWorld(options, async world => {
    const files = moduleFiles(world.tree)
    const project = {
      name: world.name,
      zips: files.filter(file => file.path.endsWith('.zip')).length,
      mods: files.filter(file => file.path.endsWith('.mod')).length,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    }
    let results: Results = { date, machine, plan: options.plan, project }
    for (const section of sections) results = { ...results, [section]: await measures[section](world) }
    return results
  })
}
