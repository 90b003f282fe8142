import { pathToFileURL } from 'node:url'
import { isGoferryError } from '../../core/errors.ts'
import { parseGoRequest } from '../../core/goproxy/request.ts'
import { escapePath, escapeVersion, unescapePath, unescapeVersion } from '../../core/module/escape.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { checkVersion } from '../../core/module/version.ts'
import type { Kind } from '../../core/tree/keys.ts'
import type { Found } from '../../ports/module-walk.ts'
import type { Upstream, UpstreamAnswer } from '../../ports/upstream.ts'
import { FileUpstream } from './file-upstream.ts'
import { parseUpstreamUrl } from './upstream-url.ts'
import { walkFiles } from './walk-files.ts'

/**
 * The disk store of an Athens proxy: `MODULE/VERSION/{go.mod,source.zip,VERSION.info}`. Names are decoded
 * (`BurntSushi`) in stores of newer releases, escaped (`!burnt!sushi`) in older ones; both are read.
 */
export class AthensStore implements Upstream {
  readonly name: string
  readonly #files: FileUpstream

  constructor(folder: string) {
    this.#files = new FileUpstream(parseUpstreamUrl(pathToFileURL(folder).href))
    this.name = this.#files.name
  }

  /** See `Upstream.get`. Parts of versions only: it lists nothing. */
  async get(path: string, limitBytes: number): Promise<UpstreamAnswer> {
    const request = parseGoRequest(`/${encodeURI(path)}`)
    if (request?.kind !== 'part') return { status: 'absent', code: 404, text: '' }
    const { module, part } = request
    const decoded = await this.#files.get(fileOf(module.path, module.version, part), limitBytes)
    if (decoded.status !== 'absent') return decoded
    return this.#files.get(fileOf(escapePath(module.path), escapeVersion(module.version), part), limitBytes)
  }
}

/** What lies in such a store, read from its folders: its catalogue is known to leave versions out. As `ModuleWalk`. */
export async function* walkAthensStore(folder: string): AsyncGenerator<Found> {
  for await (const { path, isFile } of walkFiles(folder)) {
    const part = isFile ? partAt(path) : undefined
    yield part ?? { foreign: path }
  }
}

function fileOf(path: string, version: string, kind: Kind): string {
  const file = { mod: 'go.mod', zip: 'source.zip', info: `${version}.info` }[kind]
  return `${path}/${version}/${file}`
}

function partAt(file: string): Found | undefined {
  const elements = file.split('/')
  const [name = '', version = ''] = elements.slice(-2).reverse()
  const path = elements.slice(0, -2).join('/')
  const kind = ({ 'go.mod': 'mod', 'source.zip': 'zip', [`${version}.info`]: 'info' } as const)[name]
  const module = kind && moduleAt(path, version)
  return module && { module, kind }
}

function moduleAt(path: string, version: string): ModuleVersion | undefined {
  try {
    const module = {
      path: path.includes('!') ? unescapePath(path) : path,
      version: version.includes('!') ? unescapeVersion(version) : version,
    }
    checkVersion(module.path, module.version)
    return module
  } catch (error) {
    if (isGoferryError(error, 'bad-module-path', 'bad-version')) return undefined
    throw error
  }
}
