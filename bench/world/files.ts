import { readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { PathKind } from '../results.ts'

/** A file of a tree in the GOPROXY layout. */
export interface TreeFile {
  /** Below the tree, without a slash before it. */
  readonly path: string
  readonly bytes: number
}

/** The .info, .mod and .zip files below `root`. */
export function moduleFiles(root: string): TreeFile[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile() && /\.(info|mod|zip)$/.test(entry.name))
  return files.map(entry => {
    const path = join(entry.parentPath, entry.name)
    return { path: relative(root, path), bytes: statSync(path).size }
  })
}

/** Of the tree `root` the files that are asked for under load, by kind: the zips nearest to 1 MB and to 30 MB. */
export function loadedFiles(root: string): Record<PathKind, TreeFile> {
  const zips = moduleFiles(root).filter(file => file.path.endsWith('.zip'))
  const near = (bytes: number) => zips.toSorted((a, b) => Math.abs(a.bytes - bytes) - Math.abs(b.bytes - bytes))[0]
  const [zip1, zip30] = [near(1_000_000), near(30_000_000)]
  if (zip1 === undefined || zip30 === undefined) throw new RangeError(`no zip below ${root}`)
  const beside = (name: string): TreeFile => ({ path: name, bytes: statSync(join(root, name)).size })
  return {
    info: beside(zip1.path.replace(/zip$/, 'info')),
    mod: beside(zip1.path.replace(/zip$/, 'mod')),
    list: beside(zip1.path.replace(/[^/]*$/, 'list')),
    zip1,
    zip30,
  }
}
