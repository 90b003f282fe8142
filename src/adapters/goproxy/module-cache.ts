import { isGoferryError } from '../../core/errors.ts'
import { parseGoRequest } from '../../core/goproxy/request.ts'
import type { Found } from '../../ports/module-walk.ts'
import { walkFiles } from './walk-files.ts'

/** What the go command keeps beside the parts of versions: hashes, locks, lists, the checksum database's answers. */
const beside = /(^sumdb\/|\/@v\/list$|\/@latest$|\.(lock|ziphash)$)/

/**
 * What lies in `cache/download` of a module cache, which is a GOPROXY tree (go.dev/ref/mod#module-cache), or in any
 * other such tree. Throws as `ModuleWalk`.
 */
export async function* walkModuleCache(folder: string): AsyncGenerator<Found> {
  for await (const { path, isFile } of walkFiles(folder)) {
    if (isFile && beside.test(path)) continue
    const part = isFile ? partAt(path) : undefined
    yield part ?? { foreign: path }
  }
}

function partAt(path: string): Found | undefined {
  try {
    const request = parseGoRequest(`/${encodeURI(path)}`)
    return request?.kind === 'part' ? { module: request.module, kind: request.part } : undefined
  } catch (error) {
    if (isGoferryError(error, 'bad-module-path', 'bad-version')) return undefined
    throw error
  }
}
