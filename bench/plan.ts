import { availableParallelism } from 'node:os'
import type { LinkSpeed } from './link/slow-link.ts'

/** How much is measured. */
export interface Plan {
  readonly name: 'full' | 'quick'
  /** How often the servers take turns: a ratio is the median over the rounds. */
  readonly rounds: number
  /** Seconds of load on one path of one server. */
  readonly loadSeconds: number
  /** Connections at once, for small files and for zips. */
  readonly connections: { readonly small: number; readonly large: number }
  /** Clients that begin at once on an empty node. */
  readonly coldClients: number
  /** Clients that read a large zip slowly, and for how many seconds. */
  readonly slow: { readonly clients: number; readonly seconds: number }
  /** Jobs while workers are killed, and how often one is; jobs of which nobody is killed; lone jobs that are timed. */
  readonly jobs: { readonly killed: number; readonly kills: number; readonly quiet: number; readonly lone: number }
  /** The slow lines over which is downloaded, and how often. */
  readonly links: { readonly speeds: readonly LinkSpeed[]; readonly rounds: number }
  /** Made-up versions that are carried, and the mean size of a zip; and those that are new in a large store. */
  readonly ferry: {
    readonly versions: number
    readonly meanBytes: number
    readonly little: { readonly before: number; readonly added: number; readonly meanBytes: number }
  }
  /** What is downloaded: a module of the upstream of the machine, or made-up modules where undefined. */
  readonly project: string | undefined
  /** The cores of the servers and those of the load, as taskset takes them; undefined: all of them for both. */
  readonly cores: { readonly servers: string; readonly load: string } | undefined
  /** Workers of each server: as many as it has cores. */
  readonly workers: number
}

/** A real project of 409 modules, of which a download reads 735 go.mod files and 224 zips. */
export const usualProject = 'github.com/minio/minio-go/v7@v7.4.1'

/** The plan whose figures are published. */
export function fullPlan(project: string): Plan {
  return {
    name: 'full',
    rounds: 5,
    loadSeconds: 3,
    connections: { small: 32, large: 8 },
    coldClients: 8,
    links: {
      speeds: [
        { megabits: 100, roundTripMilliseconds: 20 },
        { megabits: 100, roundTripMilliseconds: 200 },
      ],
      rounds: 3,
    },
    slow: { clients: 1000, seconds: 15 },
    jobs: { killed: 10_000, kills: 300, quiet: 2000, lone: 300 },
    ferry: { versions: 2000, meanBytes: 1_200_000, little: { before: 10_000, added: 100, meanBytes: 20_000 } },
    project,
    ...split(availableParallelism()),
  }
}

/** Shows in a minute, and without a network, that everything works. Its figures are worth nothing. */
export function quickPlan(): Plan {
  return {
    name: 'quick',
    rounds: 1,
    loadSeconds: 1,
    connections: { small: 8, large: 2 },
    coldClients: 8,
    links: { speeds: [{ megabits: 400, roundTripMilliseconds: 2 }], rounds: 1 },
    slow: { clients: 20, seconds: 1 },
    jobs: { killed: 100, kills: 4, quiet: 50, lone: 10 },
    ferry: { versions: 32, meanBytes: 30_000, little: { before: 100, added: 10, meanBytes: 2000 } },
    project: undefined,
    ...split(availableParallelism()),
  }
}

/** The first half of the cores serves, the second makes the load. */
function split(cores: number): Pick<Plan, 'cores' | 'workers'> {
  const half = Math.floor(cores / 2)
  if (half === 0) return { cores: undefined, workers: 1 }
  return { cores: { servers: span(0, half - 1), load: span(half, cores - 1) }, workers: half }
}

function span(first: number, last: number): string {
  return first === last ? String(first) : `${first}-${last}`
}
