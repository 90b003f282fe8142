import { GoferryError } from '../../core/errors.ts'
import type { AddPull } from './world.ts'

/** For a node without an upstream: what it holds is all that there is. */
export const nothingAbove: AddPull = {
  fetch: async ({ path, version }) => refuse(`${path}@${version}`),
  resolve: async (path, query) => refuse(`${path}@${query}`),
  list: async () => ({ status: 'absent' }),
  latest: async () => undefined,
}

function refuse(subject: string): never {
  throw new GoferryError('missing', { subject, reason: 'answer.no-upstream' })
}
