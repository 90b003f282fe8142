import type { Watch } from './watch.ts'

/** Processes in which work runs that could take too much: what goes wrong there leaves the node as it is. */
export interface WorkProcesses {
  /**
   * Runs the work `name` in a process of its own, of low priority for the processor; gives what it gives, plain JSON.
   * What it tells goes to `watch`, whose signal asks it to end; 5 s later, or when `run` has failed, nothing of it is
   * left, nor of what it began. Throws what the work throws, and `job-ended` where it took more than its limit
   * (`job-memory`) or its process died (`job-crashed`). It ends with this process, however that ends.
   */
  run(work: ProcessWork, watch: Watch): Promise<unknown>
}

/** Work for a process. */
export interface ProcessWork {
  readonly name: string
  /** Plain JSON. */
  readonly argument: unknown
  /** What its processes may take together, resident. */
  readonly memoryBytes: number
  /** What errors name. */
  readonly subject: string
}

/** What such a process can do, by name: takes and gives plain JSON. */
export type Works = Readonly<Record<string, (argument: unknown, watch: Watch) => Promise<unknown>>>
