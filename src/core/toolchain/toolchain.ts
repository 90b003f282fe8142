import type { ModuleVersion } from '../module/module-version.ts'

/** The module whose versions are Go's own toolchains. */
export const toolchainPath = 'golang.org/toolchain'

/** A toolchain: a release of Go for one system and processor. */
export interface Toolchain {
  /** The release without `go`: `1.26.8`, `1.27rc1`; of a vendor also `1.25.3-corp`. */
  readonly go: string
  /** As GOOS has it. */
  readonly os: string
  /** As GOARCH has it. */
  readonly arch: string
}

/** The platform by whose `.info` and list line the go command finds out whether a release exists, on any platform. */
export const existencePlatform = { os: 'linux', arch: 'amd64' } as const

/** `v0.0.1-go1.26.8.linux-amd64`: the version under which the go command asks for a toolchain. */
export function toolchainVersion({ go, os, arch }: Toolchain): string {
  return `v0.0.1-go${go}.${os}-${arch}`
}

/** The module version that is the toolchain `toolchain` of Go itself. */
export function toolchainModule(toolchain: Toolchain): ModuleVersion {
  return { path: toolchainPath, version: toolchainVersion(toolchain) }
}

/** The toolchain that a version of the module stands for; undefined for what is none. */
export function toolchainOf(version: string): Toolchain | undefined {
  const [, go = '', os = '', arch = ''] =
    /^v0\.0\.1-go(\d[\w.]*?(?:-[\w.]+?)?)\.([a-z][a-z0-9]*)-([a-z0-9]+)$/.exec(version) ?? []
  return go === '' ? undefined : { go, os, arch }
}

/** Whether `module` is what the go command looks at to learn that a release exists. */
export function provesRelease({ path, version }: ModuleVersion): boolean {
  const toolchain = path === toolchainPath ? toolchainOf(version) : undefined
  return toolchain?.os === existencePlatform.os && toolchain.arch === existencePlatform.arch
}

/** `linux/amd64` in its two parts; undefined for what is no platform. */
export function parsePlatform(text: string): Pick<Toolchain, 'os' | 'arch'> | undefined {
  const [, os = '', arch = ''] = /^([a-z][a-z0-9]{1,15})\/([a-z0-9]{2,16})$/.exec(text) ?? []
  return os === '' ? undefined : { os, arch }
}
