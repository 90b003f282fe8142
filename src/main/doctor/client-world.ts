import { type ProxyEntry, proxyEntries } from '../../services/doctor/client/goproxy.ts'
import type { ClientWorld, ProbedNode } from '../../services/doctor/client/world.ts'
import { clock, goCaches, installedGo, probeAt, webProxyFor } from '../compose.ts'
import { environment } from '../environment.ts'

/** The machine of a developer as it is now. */
export async function clientWorld(): Promise<ClientWorld> {
  const command = installedGo()
  const go = (await command.settings()) ?? { values: {}, source: () => undefined, project: undefined }
  const node = await nodeOf(proxyEntries(go.values['GOPROXY'] ?? ''))
  const webProxy = node && webProxyFor(new URL(node.url), environment)
  return { go, command, node, webProxy, files: goCaches(), clock, noSumCheck: environment['GONOSUMCHECK'] }
}

async function nodeOf(entries: readonly ProxyEntry[]): Promise<ProbedNode | undefined> {
  const url = entries.find(({ text }) => /^https?:\/\//i.test(text) && URL.canParse(text))?.text
  if (url === undefined) return undefined
  const probe = await probeAt(url)
  let asked: ReturnType<ProbedNode['checkpoint']> | undefined
  return {
    url: probe.url,
    get: (path, limit) => probe.get(path, limit),
    checkpoint: () => {
      asked ??= probe.get('checkpoint', 65_536)
      return asked
    },
  }
}
