import { GoferryError } from '../../core/errors.ts'
import type { Lang } from '../../core/messages/text.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { DlRequest } from '../../core/toolchain/dl-request.ts'
import { toolchainOf } from '../../core/toolchain/toolchain.ts'
import { vendorOf } from '../../core/toolchain/vendor.ts'
import { type Answer, textAnswer } from './answer.ts'
import { serveDlPage, serveReleases } from './releases.ts'
import { checkVersionVisible } from './visibility.ts'
import type { World } from './world.ts'

/**
 * Answers a request of the download site, a page in `lang`: what is hidden as a module is hidden here too. Throws
 * `denied`, `absent` where there is no such archive, `store-damaged`.
 */
export function serveDl(world: World, request: DlRequest, lang: Lang): Promise<Answer> {
  if (request.kind === 'list') return serveReleases(world, request)
  return request.kind === 'page' ? serveDlPage(world, request, lang) : serveArchive(world, request)
}

async function serveArchive(world: World, { module, name, digest }: DlRequest & { kind: 'archive' }): Promise<Answer> {
  const archiveNow = () => world.state().version(module.path, module.version)?.archive
  checkVersionVisible(world.policy, world.state(), module)
  let body = await world.tree.openArchive(module)
  if (body === undefined) {
    // Another process may have logged one, or one that takes its place.
    await world.refresh()
    checkVersionVisible(world.policy, world.state(), module)
    body = await world.tree.openArchive(module)
  }
  const archive = archiveNow()
  if (body === undefined || archive === undefined) throw notThere(world, module, name)
  if (digest) {
    await body.close()
    return textAnswer(archive.sha256, 'brief')
  }
  const publisher = vendorOf(module.path) === undefined ? 'official' : 'vendor'
  return {
    contentType: name.endsWith('.zip') ? 'application/zip' : 'application/gzip',
    body,
    // The publisher's own may take the place of one that was made here.
    cache: archive.recipe === undefined ? 'immutable' : 'brief',
    etag: archive.sha256,
    archive: archive.recipe === undefined ? publisher : 'rebuilt',
  }
}

/** Why there is no archive, and what makes one. */
function notThere(world: World, module: ModuleVersion, name: string): GoferryError {
  const { go, os, arch } = toolchainOf(module.version) ?? { go: '', os: '', arch: '' }
  const params = { go, platform: `${os}/${arch}` }
  if (vendorOf(module.path) !== undefined) return new GoferryError('absent', { subject: name })
  world.miss(module.path, module.version)
  const isHeld = world.state().version(module.path, module.version)?.zip !== undefined
  const reason = isHeld ? 'answer.archive-not-made' : 'answer.no-toolchain'
  return new GoferryError('absent', { subject: name, reason, params })
}
