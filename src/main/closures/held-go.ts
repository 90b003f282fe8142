import { GoferryError } from '../../core/errors.ts'
import { compareGoVersions, parseGoVersion } from '../../core/toolchain/go-version.ts'
import { toolchainModule } from '../../core/toolchain/toolchain.ts'
import { blobKey } from '../../core/tree/keys.ts'
import type { GoScratch } from '../../ports/go-scratch.ts'
import { openHeldGo, openStore } from '../compose.ts'

/** A node whose toolchains are run: its folder, and the key of its log. */
export interface GoHolder {
  readonly data: string
  /** Undefined where no node was ever started in the folder. */
  readonly verifierKey: string | undefined
}

/** A go that was taken out of a node. */
export interface HeldGo {
  /** The folder of its program. */
  readonly bin: string
  remove(): Promise<void>
}

/**
 * The go `needed`, `1.27.0`, out of what `holder` has, held against its log; undefined where the go command of PATH is
 * as new. Throws `missing` without a go command, and where the toolchain is not held; `go-failed`, `interrupted`.
 */
export async function heldGo(
  { data, verifierKey }: GoHolder,
  needed: string,
  signal: AbortSignal,
): Promise<HeldGo | undefined> {
  const go = await openHeldGo(data, verifierKey ?? 'off')
  try {
    const bin = await newerBin(go, needed, signal, data)
    if (bin === undefined) await go.remove()
    return bin === undefined ? undefined : { bin, remove: () => go.remove() }
  } catch (error) {
    await go.remove()
    throw error
  }
}

async function newerBin(go: GoScratch, needed: string, signal: AbortSignal, data: string): Promise<string | undefined> {
  const asked = (args: readonly string[], toolchain: string) =>
    go.run(['env', ...args], { environment: { GOTOOLCHAIN: toolchain }, signal })
  const [version = '', os = '', arch = ''] = (await asked(['GOVERSION', 'GOHOSTOS', 'GOHOSTARCH'], 'local')).split('\n')
  const [own, wanted] = [parseGoVersion(version), parseGoVersion(needed)]
  if (own === undefined || wanted === undefined || compareGoVersions(own, wanted) >= 0) return undefined
  const module = toolchainModule({ go: needed, os, arch })
  if ((await openStore(data).stat(blobKey('public', module, 'zip'))) === undefined) {
    const params = { version, needed, platform: `${os}/${arch}` }
    throw new GoferryError('missing', { subject: `go ${needed}`, reason: 'closure.no-toolchain', params })
  }
  return `${(await asked(['GOROOT'], `go${needed}`)).trim()}/bin`
}
