import type { LinkSpeed } from './link/slow-link.ts'
import type { Machine } from './measure/machine.ts'
import type { WatchedCost } from './measure/watched.ts'
import type { Plan } from './plan.ts'

/** What one server cost during one measurement. */
export interface ServerCost {
  /** Seconds of user and system time of all its processes. */
  readonly cpuSeconds: number
  /** The most resident memory of any of its processes, in bytes. */
  readonly peakBytes: number
}

/** One `go mod download` by an empty client. `server` is 'file' where the client read the tree itself. */
export interface DownloadRow extends ServerCost {
  readonly server: string
  readonly round: number
  readonly wallSeconds: number
}

/** What is asked under load. */
export const PATH_KINDS = ['info', 'mod', 'list', 'zip1', 'zip30'] as const

/** A small file, a list, a zip of about 1 MB, one of about 30 MB. */
export type PathKind = (typeof PATH_KINDS)[number]

/** One load on one path of one server. */
export interface RequestRow extends ServerCost {
  readonly server: string
  readonly round: number
  readonly kind: PathKind
  /** Bytes of one answer's body, as the server of the tree has it. */
  readonly bodyBytes: number
  readonly requests: number
  readonly seconds: number
  readonly p50Milliseconds: number
  readonly p99Milliseconds: number
}

/** Clients at once on an empty node, counted at its upstream. */
export interface ColdRow extends ServerCost {
  readonly clients: number
  readonly wallSeconds: number
  /** Files of modules (.info, .mod, .zip) that the node fetched, and how often the one that it fetched most. */
  readonly files: number
  readonly mostFetches: number
  readonly bytes: number
  /** Of these, bytes of files that no client asked for. */
  readonly unaskedBytes: number
  /** What one client fetches that asks the upstream itself. */
  readonly idealFiles: number
  readonly idealBytes: number
}

/** What reads all zips of the project: the go command's own check, goferry's hashing alone, and two of its commands. */
export type HashingTool = 'go mod verify' | 'h1 of each zip' | 'goferry add' | 'goferry verify'

/** One run of a tool over all zips of the project. */
export interface HashingRow {
  readonly tool: HashingTool
  readonly round: number
  readonly wallSeconds: number
  readonly cpuSeconds: number
  readonly zipBytes: number
}

/** What downloads over a slow line: one large file alone, or all that the project needs. */
export type LinkTool = 'curl' | 'go mod download' | 'goferry add'

/** One download by an empty client at the end of a slow line. */
export interface LinkRow extends LinkSpeed {
  readonly tool: LinkTool
  readonly round: number
  readonly wallSeconds: number
  readonly cpuSeconds: number
  /** Bytes that came over the line, headers of packets included. */
  readonly wireBytes: number
  /** The most resident memory of the tool's process. */
  readonly peakBytes: number
}

/** What loads a module graph, or only starts: goferry's calls are those of one process that runs already. */
export type ResolveTool =
  | 'go mod graph'
  | 'goferry resolve'
  | 'first call'
  | 'later calls'
  | 'the graph alone'
  | 'go version'
  | 'goferry --version'

/** One run of a tool on the project; of later calls, and of the graph alone, the median. */
export interface ResolveRow {
  readonly tool: ResolveTool
  readonly round: number
  readonly wallSeconds: number
  /** Undefined for calls inside a process. */
  readonly cpuSeconds: number | undefined
}

/** Many clients that read slowly, and a quick one beside them. */
export interface SlowRow extends ServerCost {
  readonly server: string
  readonly clients: number
  /** Connections that were refused, or broke before the end. */
  readonly failed: number
  readonly probes: number
  readonly probeP50Milliseconds: number
  readonly probeMaxMilliseconds: number
}

/** A database that keeps the jobs. */
export type JobDatabase = 'SQLite' | 'PostgreSQL'

/** Jobs of all kinds, and four workers that were killed and started again until all had ended as they should. */
export interface KilledJobsRow {
  readonly database: JobDatabase
  readonly jobs: number
  readonly kills: number
  readonly wallSeconds: number
  readonly attempts: number
  /** Attempts whose worker was killed. */
  readonly lost: number
}

/** Jobs that do nothing, and workers of which none is killed. */
export interface QuietJobsRow {
  readonly database: JobDatabase
  readonly workers: number
  readonly submittedPerSecond: number
  readonly endedPerSecond: number
}

/** Jobs that come alone, in the process that runs them: from the call that submits one until it begins. */
export interface LoneJobsRow {
  readonly database: JobDatabase
  readonly jobs: number
  readonly p50Milliseconds: number
  readonly p99Milliseconds: number
}

/** A load on an `.info` of the warm node. */
export interface BesideJobsRow {
  readonly round: number
  /** Whether jobs that leak, spin and hang ran at the node meanwhile. */
  readonly jobs: boolean
  readonly requests: number
  readonly seconds: number
  readonly p50Milliseconds: number
  readonly p99Milliseconds: number
}

/** What the engine of jobs did. */
export interface JobResults {
  readonly killed: readonly KilledJobsRow[]
  readonly quiet: readonly QuietJobsRow[]
  readonly lone: readonly LoneJobsRow[]
  readonly beside: readonly BesideJobsRow[]
}

/**
 * What reads all files of a mirror: what anybody would carry them with, what anybody would check them with, which reads
 * them unpacked too, and two of goferry's commands.
 */
export type FerryTool = 'tar | sha256sum' | 'go mod verify' | 'ferry out' | 'ferry in'

/** One run of a tool over all files of a mirror. */
export interface FerryRow extends WatchedCost {
  readonly tool: FerryTool
  readonly round: number
  /** Bytes of the files. */
  readonly bytes: number
}

/** A cut of `versions` versions of a large store. */
export interface LittleCutRow extends WatchedCost {
  readonly versions: number
  readonly writtenBytes: number
}

/** What bundles cost. */
export interface FerryResults {
  readonly whole: readonly FerryRow[]
  readonly little: readonly LittleCutRow[]
}

/** All that one run measured. */
export interface Results {
  readonly date: string
  readonly machine: Machine
  readonly plan: Plan
  readonly project: { readonly name: string; readonly zips: number; readonly mods: number; readonly bytes: number }
  readonly downloads?: readonly DownloadRow[]
  readonly requests?: readonly RequestRow[]
  readonly slow?: readonly SlowRow[]
  readonly cold?: readonly ColdRow[]
  readonly hashing?: readonly HashingRow[]
  readonly resolve?: readonly ResolveRow[]
  /** Empty where the machine does not let us make a slow line. */
  readonly link?: readonly LinkRow[]
  readonly jobs?: JobResults
  readonly ferry?: FerryResults
}

/** The parts of a run. */
export const SECTIONS = [
  'downloads',
  'requests',
  'slow',
  'cold',
  'hashing',
  'resolve',
  'link',
  'jobs',
  'ferry',
] as const

/** A part of a run. */
export type Section = (typeof SECTIONS)[number]
