import { operate } from '../node/operate.ts'
import type { Scope } from './scope.ts'

/** Runs an operation that takes no time, as `operate` does, with nobody who watches. */
export function operateNow(scope: Scope, name: string, argument: unknown): Promise<unknown> {
  const unwatched = { signal: new AbortController().signal, progress: () => undefined, tell: async () => undefined }
  return operate(scope, name, argument, unwatched)
}
