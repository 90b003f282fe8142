import { utf8 } from '../../core/bytes.ts'
import type { Lang } from '../../core/messages/text.ts'
import { dlReleases, type ListedArchive } from '../../core/toolchain/dl-list.ts'
import { dlPage } from '../../core/toolchain/dl-page.ts'
import type { DlRequest } from '../../core/toolchain/dl-request.ts'
import { toolchainPath } from '../../core/toolchain/toolchain.ts'
import { vendorOf } from '../../core/toolchain/vendor.ts'
import { type Answer, jsonAnswer } from './answer.ts'
import { checkPathVisible, isVersionVisible } from './visibility.ts'
import type { World } from './world.ts'

/** The releases of which an archive is held and may be shown, as JSON. Throws `denied`. */
export async function serveReleases(world: World, { path, all }: DlRequest & { kind: 'list' }): Promise<Answer> {
  checkPathVisible(world.policy, path)
  await world.refresh()
  const releases = dlReleases(await held(world, path), { all, vendor: vendorOf(path) })
  return jsonAnswer(utf8(`${JSON.stringify(releases, null, 1)}\n`), 'brief')
}

/** The same for people, with all releases; that of Go itself names the vendors too. Throws `denied`. */
export async function serveDlPage(
  world: World,
  { path, toFolder }: DlRequest & { kind: 'page' },
  lang: Lang,
): Promise<Answer> {
  checkPathVisible(world.policy, path)
  await world.refresh()
  const vendor = vendorOf(path)
  const releases = dlReleases(await held(world, path), { all: true, vendor })
  const vendors: string[] = []
  for (const other of path === toolchainPath ? world.state().paths() : []) {
    const label = vendorOf(other)
    if (label !== undefined && (await held(world, other)).length > 0) vendors.push(label)
  }
  const page = { node: world.log.name, releases, vendor, vendors: vendors.sort(), toFolder }
  return { contentType: 'text/html; charset=utf-8', body: utf8(dlPage(page, lang)), cache: 'brief', lang }
}

/** The archives of a toolchain module that are held and may be shown. */
async function held(world: World, path: string): Promise<ListedArchive[]> {
  const state = world.state()
  const found: ListedArchive[] = []
  for (const version of state.versions(path)) {
    const archive = state.version(path, version)?.archive
    if (archive === undefined || !isVersionVisible(world.policy, state, { path, version })) continue
    if (await world.tree.hasArchive({ path, version })) found.push({ version, archive })
  }
  return found
}
