import { fromWire, toWire, type WireError } from '../../core/error-wire.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Kind } from '../../core/tree/keys.ts'
import type { Pull, UpstreamList } from '../../services/serve/world.ts'
import type { Handlers } from './calls.ts'

/** What a worker process asks of the writer. */
export interface WriterCalls {
  /** Undefined where the node has no upstream. */
  readonly pull: Pull | undefined
  miss(path: string, version: string): void
  /** The metrics of all processes. */
  metrics(): Promise<string>
}

/** A list as it crosses between processes: its error as plain data. */
type WireList = Exclude<UpstreamList, { error: Error }> | { status: 'refused' | 'failed'; wire: WireError }

/** The writer's end. */
export function writerHandlers(calls: WriterCalls): Handlers {
  const { pull } = calls
  return {
    miss: (path: string, version: string) => calls.miss(path, version),
    metrics: () => calls.metrics(),
    fetch: (module: ModuleVersion, part: Kind) => pull?.fetch(module, part),
    resolve: (path: string, query: string) => pull?.resolve(path, query),
    latest: (path: string) => pull?.latest(path),
    relay: (rest: string) => pull?.relay(rest),
    list: async (path: string): Promise<WireList | undefined> => {
      const list = await pull?.list(path)
      return list !== undefined && 'error' in list ? { status: list.status, wire: toWire(list.error) } : list
    },
  }
}

/** The worker's end: the same interface, each call a message. `pulls`: whether the node has an upstream. */
export function remoteWriter(
  call: (name: string, ...args: readonly unknown[]) => Promise<unknown>,
  pulls: boolean,
): WriterCalls {
  const pull: Pull = {
    fetch: async (module, part) => void (await call('fetch', module, part)),
    resolve: async (path, query) => (await call('resolve', path, query)) as Uint8Array,
    latest: async path => (await call('latest', path)) as Uint8Array | undefined,
    relay: async rest => (await call('relay', rest)) as Uint8Array,
    list: async path => {
      const list = (await call('list', path)) as WireList
      return 'wire' in list ? { status: list.status, error: fromWire(list.wire) } : list
    },
  }
  return {
    pull: pulls ? pull : undefined,
    // A miss that is lost with the writer is no failure of the answer.
    miss: (path, version) => void call('miss', path, version).catch(() => undefined),
    metrics: async () => (await call('metrics')) as string,
  }
}
