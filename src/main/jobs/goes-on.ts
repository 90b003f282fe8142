import type { JobKind } from '../../services/jobs/world.ts'

/** One at a time. What fails by an error is told at once; what lost its process is begun again a few times. */
export const goesOn: Pick<JobKind, 'atOnce' | 'maxAttempts'> = { atOnce: 1, maxAttempts: 5 }
