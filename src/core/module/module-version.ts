/** A module at a version, as the go command names it: `path@version`, neither escaped. */
export interface ModuleVersion {
  readonly path: string
  readonly version: string
}
