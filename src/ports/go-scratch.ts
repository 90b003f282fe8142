import type { ModuleWalk } from './module-walk.ts'

/** Where and how one go command is run. */
export interface GoRun {
  /** The folder that it is started in; the scratch folder where none is given. */
  readonly folder?: string
  /** Go's own variables beside those of the scratch, GOOS and GOARCH for instance. */
  readonly environment?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

/**
 * A folder in which the real go command works out what it needs: its module cache is empty at first, it takes modules
 * from one GOPROXY and from nowhere else, starts no version control, no other toolchain, and reads no settings of the
 * person who runs it.
 */
export interface GoScratch {
  /** The path of the folder. */
  readonly folder: string
  /** Writes a file in the folder; gives its path. Throws `io-failed`. */
  write(name: string, text: string): Promise<string>
  /** A file of the folder; undefined where it is not there. Throws `io-failed`. */
  read(name: string): Promise<string | undefined>
  /** Runs `go ARGS…`; gives what it printed. Throws `go-failed` with the end of what it said, `missing` without go. */
  run(args: readonly string[], run: GoRun): Promise<string>
  /** What of modules was asked for so far, and came. */
  readonly came: ModuleWalk
  /** Removes the folder. */
  remove(): Promise<void>
}
