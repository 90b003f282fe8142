import { isGoferryError } from '../../core/errors.ts'
import type { Lifetime, Outcome } from './remembered.ts'

const second = 1000
const minute = 60 * second

/** Lists and `@latest`: three minutes, and up to an hour while a newer one is asked for or cannot be had. */
export const listLifetime = lifetimes({ freshMs: 3 * minute, staleMs: 60 * minute })
/** What a branch or commit resolves to: it may move at any time. */
export const queryLifetime = lifetimes({ freshMs: 10 * second, staleMs: 10 * second })
/** Answers of the public database, asked for in bursts; not verified yet, so a bad one must not stay long. */
export const databaseLifetime = lifetimes({ freshMs: minute, staleMs: minute })
/** A `.mod` or `.info`, for a request that comes while it is being stored. */
export const smallLifetime = lifetimes({ freshMs: 10 * second, staleMs: 10 * second })
/** A part that is held now is not remembered: the tree knows it. */
export const partLifetime = lifetimes({ freshMs: 0, staleMs: 0 })

const brief: Lifetime = { freshMs: 30 * second, staleMs: 30 * second }
const failure: Lifetime = { freshMs: 5 * second, staleMs: 0 }
const none: Lifetime = { freshMs: 0, staleMs: 0 }

/**
 * How long outcomes last of which a value lasts `value`: what is not there
 * for 30 s, a failure of the upstream for 5 s, one of our own not at all.
 */
function lifetimes(value: Lifetime): (outcome: Outcome<unknown>) => Lifetime {
  return outcome => {
    if ('value' in outcome) return value
    if (isGoferryError(outcome.error, 'absent', 'not-listed')) return brief
    if (isGoferryError(outcome.error, 'denied', 'busy', 'no-space', 'io-failed', 'stopping', 'internal')) return none
    return isGoferryError(outcome.error) ? failure : none
  }
}
