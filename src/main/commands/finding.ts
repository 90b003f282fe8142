import type { NodeAccess } from '../../cli/context.ts'
import type { Requiring } from '../../ports/module-index.ts'
import type { Watch } from '../../ports/watch.ts'
import type { Match } from '../../services/index/search.ts'
import { operate } from '../node/operate.ts'
import type { Scope } from './scope.ts'

/** Answers that take no time to speak of are not watched. */
const unwatched: Watch = {
  signal: new AbortController().signal,
  progress: () => undefined,
  tell: async () => undefined,
}

/** What finds something in a node. */
export function finding(scope: Scope): Pick<NodeAccess, 'search' | 'whoRequires'> {
  return {
    search: async request => (await operate(scope, 'search', request, unwatched)) as Match[],
    whoRequires: async request => (await operate(scope, 'who-requires', request, unwatched)) as Requiring[],
  }
}
