import type { Command } from 'commander'
import { compareGoVersions, parseGoVersion } from '../../core/toolchain/go-version.ts'
import { type Toolchain, toolchainOf, toolchainPath } from '../../core/toolchain/toolchain.ts'
import { vendorOf } from '../../core/toolchain/vendor.ts'
import type { Context } from '../context.ts'
import type { Folder } from '../folder.ts'
import { size } from '../progress-line.ts'

/** `goferry toolchain ls`: what is held of toolchains, the newest release first. */
export function listCommand(command: Command, context: () => Context): void {
  command.description(context().say('cli.toolchain.ls')).action(async () => {
    const { node, options, print } = context()
    for (const row of await rowsOf(await node.open())) print(options.json ? JSON.stringify(row) : lineOf(row))
  })
}

/** A toolchain of which something is held. */
interface Row extends Toolchain {
  readonly vendor?: string
  /** Whether the go command can use it: its zip is held. */
  readonly module: boolean
  readonly archive?: {
    readonly kind: 'official' | 'rebuilt' | 'vendor'
    readonly sha256: string
    readonly size: number
  }
  readonly recalled?: string
}

async function rowsOf(folder: Folder): Promise<Row[]> {
  const rows: Row[] = []
  for (const path of folder.state.paths()) {
    const vendor = vendorOf(path)
    if (path !== toolchainPath && vendor === undefined) continue
    for (const version of folder.state.versions(path)) {
      const row = await rowOf(folder, path, version)
      if (row !== undefined) rows.push(vendor === undefined ? row : { ...row, vendor })
    }
  }
  return rows.sort(byRelease)
}

async function rowOf(folder: Folder, path: string, version: string): Promise<Row | undefined> {
  const toolchain = toolchainOf(version)
  const known = folder.state.version(path, version)
  const module = await folder.has({ path, version }, 'zip')
  const archive = (await folder.has({ path, version }, 'archive')) ? known?.archive : undefined
  if (toolchain === undefined || (!module && archive === undefined)) return undefined
  const publisher = path === toolchainPath ? 'official' : 'vendor'
  return {
    ...toolchain,
    module,
    ...(archive && {
      archive: {
        kind: archive.recipe === undefined ? publisher : 'rebuilt',
        sha256: archive.sha256,
        size: archive.size,
      },
    }),
    ...(known?.recalled !== undefined && { recalled: known.recalled }),
  }
}

function byRelease(a: Row, b: Row): number {
  const [one, other] = [parseGoVersion(a.go), parseGoVersion(b.go)]
  const order = one && other ? compareGoVersions(other, one) : 0
  return order || (platformOf(a) < platformOf(b) ? -1 : 1)
}

/** `go1.26.8`, the platform, whether the module is held, and the archive. */
function lineOf(row: Row): string {
  const { go, module, archive, vendor, recalled } = row
  const made = archive === undefined ? '-' : `${archive.kind} ${size(archive.size)}`
  const marks = [vendor, recalled === undefined ? undefined : `recalled: ${recalled}`].filter(one => one !== undefined)
  return [`go${go}`, platformOf(row), module ? 'module' : '-', made, ...marks].join('\t')
}

function platformOf({ os, arch }: Toolchain): string {
  return `${os}/${arch}`
}
