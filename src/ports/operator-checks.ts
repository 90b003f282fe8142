import type { StoredBlob } from './store.ts'

/** Runs checks that the operator named, an antivirus for one, over files; with no shell, no input and bounds. */
export interface OperatorChecks {
  /** Makes an empty folder of this machine for files to be checked; what a crash left of one before is gone. */
  openRoom(): Promise<CheckRoom>

  /**
   * Runs `command` (a program and its arguments) to its end, and gives its exit code and the end of what it printed; no
   * code where it could not be started, was ended by a signal, ran longer than `patienceMs`, or `signal` aborted.
   */
  run(command: readonly string[], limits: { patienceMs: number; signal: AbortSignal }): Promise<CommandEnd>
}

/** A folder with files to be checked. */
export interface CheckRoom {
  /** Its absolute path. */
  readonly path: string
  /** Lays the bytes of `blob` down as the file `name`: as another name of the stored file where that is possible. */
  add(name: string, blob: StoredBlob): Promise<void>
  /** Removes it and its files. */
  close(): Promise<void>
}

/** How a command ended. */
export interface CommandEnd {
  readonly code: number | undefined
  /** Of both its outputs, the last 4 KiB. */
  readonly output: string
}
