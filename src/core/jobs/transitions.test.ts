import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { backoffMs } from './backoff.ts'
import type { Job } from './job.ts'
import { attemptEnded, takenUp, wished, workerLost } from './transitions.ts'

const queued: Job = {
  number: 7,
  kind: 'add',
  argument: null,
  priority: 0,
  key: undefined,
  idempotencyKey: undefined,
  node: undefined,
  parent: undefined,
  state: 'queued',
  isPaused: false,
  wish: undefined,
  attempts: 0,
  maxAttempts: 2,
  notBefore: 0,
  submitted: 1,
  started: undefined,
  ended: undefined,
  worker: undefined,
  progress: undefined,
  result: undefined,
  error: undefined,
}
const running: Job = { ...queued, state: 'running', attempts: 1, started: 2, worker: 'w' }
const error = { code: 'busy', subject: 's', reason: undefined, params: {} } as const

/** What is asked of `job`, as what changes. */
const asked = (job: Job, wish: 'cancel' | 'pause' | 'resume' | 'retry') => wished(job, { wish }, 9)?.change

describe('a job', () => {
  it('is taken up: one more attempt, and nothing of the last one', () => {
    const { change, note } = takenUp({ ...queued, attempts: 1, error }, 'worker', 5)
    assert.deepEqual(change, {
      state: 'running',
      worker: 'worker',
      attempts: 2,
      started: 5,
      wish: undefined,
      progress: undefined,
      error: undefined,
    })
    assert.deepEqual(note, { type: 'state', state: 'running', worker: 'worker' })
  })

  it('that is given back has used no attempt, one that failed has', () => {
    const back = { state: 'queued', notBefore: 3, isPaused: false } as const
    assert.equal(attemptEnded(running, { ...back, isGivenBack: true }, 9).change.attempts, 0)
    assert.equal(attemptEnded(running, { ...back, isGivenBack: false, error }, 9).change.attempts, 1)
  })

  it('whose worker is lost waits again, until its attempts are used up', () => {
    const first = workerLost(running, 50, 9).change
    assert.deepEqual([first.state, first.notBefore, first.error?.reason], ['queued', 50, 'job-lost'])
    const last = workerLost({ ...running, attempts: 2 }, 50, 9).change
    assert.deepEqual([last.state, last.ended, last.error?.code], ['failed', 9, 'job-ended'])
  })

  it('whose worker is lost is cancelled or paused where that was asked, also at its last attempt', () => {
    assert.equal(workerLost({ ...running, attempts: 2, wish: 'cancel' }, 50, 9).change.state, 'cancelled')
    assert.equal(workerLost({ ...running, wish: 'pause' }, 50, 9).change.isPaused, true)
  })

  it('does each thing that is asked once', () => {
    assert.deepEqual(asked(queued, 'cancel'), { state: 'cancelled', ended: 9, wish: undefined })
    assert.deepEqual(asked(queued, 'pause'), { isPaused: true })
    assert.equal(asked({ ...queued, isPaused: true }, 'pause'), undefined)
    assert.deepEqual(asked({ ...queued, isPaused: true }, 'resume'), { isPaused: false })
    assert.equal(asked(queued, 'resume'), undefined)
    assert.equal(asked(queued, 'retry'), undefined)
    assert.deepEqual(asked(running, 'cancel'), { wish: 'cancel' })
    assert.deepEqual(asked(running, 'pause'), { wish: 'pause' })
    assert.equal(asked({ ...running, wish: 'cancel' }, 'cancel'), undefined)
    assert.deepEqual(asked({ ...running, wish: 'pause' }, 'cancel'), { wish: 'cancel' })
    assert.equal(asked({ ...running, wish: 'cancel' }, 'pause'), undefined)
    assert.deepEqual(asked({ ...running, wish: 'pause' }, 'resume'), { isPaused: false, wish: undefined })
  })
})

it('pauses grow, to five minutes, and differ', () => {
  assert.deepEqual(
    [1, 2, 3, 20].map(attempt => backoffMs(attempt, 0)),
    [500, 1000, 2000, 150_000],
  )
  assert.equal(backoffMs(1, 1), 1000)
  assert.equal(backoffMs(1000, 1), 300_000)
})
