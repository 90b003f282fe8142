/**
 * The steps at which a process may die, by name: each comes right after something was written (or right before it is
 * made visible). Tests kill the process at each of them; in production `reached` does nothing.
 */
export const STEPS = [
  'blob-staged',
  'log-staged',
  'replica-staged',
  'head-swapped',
  'replica-head-swapped',
  'replica-tiles-published',
  'tiles-published',
  'lookups-published',
  'checkpoint-published',
  'zip-published',
  'mod-published',
  'info-published',
  'list-published',
  'upstream-head-kept',
  'miss-recorded',
  'key-written',
] as const

/** The name of a step. */
export type Step = (typeof STEPS)[number]

/** The steps of giving zips up. */
export const GC_STEPS = ['given-up-noted', 'zip-given-up'] as const

/** The steps of making a backup: each file, the manifest, each file of an older one that goes. */
export const BACKUP_STEPS = ['backup-copied', 'backup-listed', 'backup-pruned'] as const

/** The steps of restoring one: the mark, each file, the head. */
export const RESTORE_STEPS = ['restore-begun', 'restore-copied', 'restore-adopted'] as const

/** The steps of making or importing the archive of a toolchain. */
export const ARCHIVE_STEPS = ['archive-staged', 'archive-logged', 'archive-put'] as const

/** The name of one of these. */
export type ArchiveStep = (typeof ARCHIVE_STEPS)[number]
/** The steps of recording the proofs of the public database: a head to be served, the blob, what it replaces. */
export const PROOFS_STEPS = [
  'edge-tiles-kept',
  'served-head-kept',
  'proofs-stored',
  'proofs-logged',
  'proofs-pruned',
] as const

/** The name of a step of recording proofs. */
export type ProofsStep = (typeof PROOFS_STEPS)[number]

/** The steps that single commands reach, and no pull. */
export const COMMAND_STEPS = [
  ...GC_STEPS,
  ...BACKUP_STEPS,
  ...RESTORE_STEPS,
  ...ARCHIVE_STEPS,
  ...PROOFS_STEPS,
  'scrub-noted',
  'rows-indexed',
  'log-caught-up',
] as const

/** The name of a step of a command. */
export type CommandStep = (typeof COMMAND_STEPS)[number]

/** Says that `step` was reached. */
export type Reached = (step: Step) => void
