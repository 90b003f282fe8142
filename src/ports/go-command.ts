/** The go command of a developer's machine. Nothing here downloads a toolchain, whatever go.mod or settings ask for. */
export interface GoCommand {
  /** Its settings as they are in force in the current folder; undefined where there is no go command, or it fails. */
  settings(): Promise<GoSettings | undefined>
  /** Sets `name` in the go command's own settings file, or unsets it (`go env -w`, `-u`). Throws `io-failed`. */
  write(name: string, value: string | undefined): Promise<void>
}

/** What `go env` says. */
export interface GoSettings {
  /** Every variable by its name: GOPROXY, GOSUMDB, GOVERSION, and GOTOOLCHAIN as a person set it. */
  readonly values: Readonly<Record<string, string>>
  /** Where a variable was set: in the environment, or in the go command's settings file; undefined for a default. */
  source(name: string): 'environment' | 'file' | undefined
  /** The go.work in force, else the go.mod; undefined outside of modules. At most 16 MiB of it. */
  readonly project: { readonly file: string; readonly bytes: Uint8Array } | undefined
}
