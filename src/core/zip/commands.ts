import type { ModuleVersion } from '../module/module-version.ts'
import { splitPathVersion } from '../module/path-major.ts'
import type { ByteSource } from './byte-source.ts'
import { readDirectory } from './central-directory.ts'
import { findDirectory } from './end-record.ts'

/** The most commands that are named of one module. */
const maxCommands = 100

/**
 * The names of the commands in the zip of `module`, by their folders: those that have a `main.go`, but for what the go
 * command never builds (`internal/`, `testdata/`, `vendor/`, folders of examples). Only the central directory is read,
 * so that a name is a hint, not a promise. Throws `bad-zip`, `too-large`.
 */
export function commandsIn(source: ByteSource, { path, version }: ModuleVersion): string[] {
  const subject = `${path}@${version}`
  const prefix = `${subject}/`
  const names = readDirectory(source, findDirectory(source, subject), subject).map(({ name }) => name)
  const files = names.filter(name => name.startsWith(prefix)).map(name => name.slice(prefix.length))
  const folders = files.filter(name => name.endsWith('/main.go')).map(name => name.slice(0, -'/main.go'.length))
  const built = folders.filter(folder => !/(^|\/)(_|\.|(internal|testdata|vendor|examples?)(\/|$))/.test(folder))
  // As go install names the command of a module's root: without the major version.
  const root = files.includes('main.go') ? [splitPathVersion(path)?.prefix ?? path] : []
  const last = (text: string) => text.slice(text.lastIndexOf('/') + 1)
  return [...new Set([...root, ...built].map(last))].slice(0, maxCommands)
}
