import type { Offence } from './offence.ts'
import type { Tree } from './tree.ts'

type Versions = Readonly<Record<string, string>>

interface Manifest {
  readonly version?: string
  readonly resolved?: string
  readonly dependencies?: Versions
  readonly devDependencies?: Versions
  readonly optionalDependencies?: Versions
}

const page = 'docs/dependencies.md'
const lockFile = 'package-lock.json'

/** Dependencies without an exact version or a row in docs/dependencies.md, and a lock file that `npm ci` would refuse. */
export async function check(tree: Tree): Promise<Offence[]> {
  const manifest = JSON.parse(tree.text('package.json')) as Manifest
  const { packages } = JSON.parse(tree.text(lockFile)) as { packages: Record<string, Manifest> }
  const direct = Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  })
  return [
    ...direct.flatMap(([name, version]) => explained(tree, name, version)),
    ...Object.entries(packages).flatMap(([path, locked]) => lockFaults(path, locked, packages)),
  ]
}

function explained(tree: Tree, name: string, version: string): Offence[] {
  const exact = /^(npm:.*@)?(\d+\.\d+\.\d+\S*)$/.exec(version)?.[2]
  if (exact === undefined) return [{ file: 'package.json', says: `${name}: ${version} is not one exact version` }]
  const row = tree
    .text(page)
    .split('\n')
    .find(line => line.startsWith(`| \`${name}\` |`))
  if (row === undefined) return [{ file: page, says: `${name} has no row that says why it is there` }]
  return row.includes(`| ${exact} |`) ? [] : [{ file: page, says: `${name} is at ${exact} now` }]
}

/** No address of any registry; and every optional package named, also those for other machines, or `npm ci` stops. */
function lockFaults(path: string, locked: Manifest, packages: Readonly<Record<string, Manifest>>): Offence[] {
  const optional = Object.keys(locked.optionalDependencies ?? {})
  const absent = optional.filter(name => !packages[`${path}/node_modules/${name}`] && !packages[`node_modules/${name}`])
  return [
    ...(locked.resolved === undefined ? [] : [{ file: lockFile, says: `${path} carries a download address` }]),
    ...absent.map(name => ({ file: lockFile, says: `has no entry for ${name}: npm ci refuses it` })),
  ]
}
