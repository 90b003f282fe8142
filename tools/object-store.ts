import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The S3-compatible store that tests run against. */
const version = '1.8.0'

/** Where the program of the object store lies in the checkout `root` once it was built. */
export function objectStoreProgram(root: string): string {
  return join(root, '.cache', `versitygw-${version}`, 'versitygw')
}

/** Builds it where it is missing, which takes some minutes; gives what is wrong, if anything. */
export function buildObjectStore(root: string, environment: Readonly<Record<string, string>>): string[] {
  const program = objectStoreProgram(root)
  if (existsSync(program)) return []
  console.error(`building versitygw ${version}, an object store for the tests; once a checkout …`)
  const args = ['install', `github.com/versity/versitygw/cmd/versitygw@v${version}`]
  const { status } = spawnSync('go', args, { env: { ...environment, GOBIN: dirname(program) }, stdio: 'inherit' })
  return status === 0 ? [] : ['versitygw does not build']
}
