import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { RecordWorld } from '../../services/closure/record.ts'
import { type RunAtNode, withGo } from '../closures/with-go.ts'
import { operate } from '../node/operate.ts'
import type { Resolving } from './resolve-closure.ts'
import type { Scope } from './scope.ts'

/**
 * Files are taken from what is held; which versions there are, the upstream says, so that `latest` is not the newest
 * that happens to be held: that only answers where the upstream cannot be reached.
 */
function beside(held: string | undefined, chain: string | undefined): string | undefined {
  const asked = chain?.replace(/(^|[,|])\s*(direct|off)\s*$/, '') ?? ''
  if (held === undefined || asked === '') return held ?? chain
  return `${held}#files,${asked}|${held}`
}

/** As `withGo`, with a node that is made for it, takes what is held from the node of `scope`, and is removed again. */
export async function inScratchNode<T>(
  scope: Scope,
  { chain: chooseOne, folder, watch }: Resolving,
  needed: string | undefined,
  work: (world: RecordWorld) => Promise<T>,
): Promise<T> {
  const data = await mkdtemp(join(tmpdir(), 'goferry-resolve-'))
  const tree = join(scope.data, 'public')
  const chain = await chooseOne()
  // What is held was checked against the public database when it came, and has the node's own log to be held against.
  const own = chain === undefined || chain === 'off' ? folder?.verifierKeys[0] : undefined
  const upstream = beside(existsSync(tree) ? pathToFileURL(tree).href : undefined, chain)
  const { replica: _, ...settings } = scope.settings()
  const scratch = {
    ...scope,
    data,
    keyText: undefined,
    settings: () => ({ ...settings, ...(own && { sumdb: own }), database: 'sqlite' }),
  }
  const holder = { data: scope.data, verifierKey: folder?.verifierKeys[0] }
  try {
    const run: RunAtNode = (name, argument, asking) => operate(scratch, name, argument, asking, { begins: true })
    return await withGo({ run, upstream, watch, holder }, needed, work)
  } finally {
    await rm(data, { recursive: true, force: true })
  }
}
