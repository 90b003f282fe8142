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

/** The steps of receiving a bundle: its header is here, one of its files, all of them; of verifying it: it is. */
export const RECEIVE_STEPS = ['import-begun', 'volume-received', 'import-received', 'import-verified'] as const

/** The name of one of these. */
export type ReceiveStep = (typeof RECEIVE_STEPS)[number]

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

/** The steps of cutting a bundle: each file, what is noted of it, the header, what is noted of the bundle. */
export const CUT_STEPS = ['bundle-file-written', 'bundle-file-noted', 'bundle-header-written', 'bundle-noted'] as const

/** The name of a step of cutting. */
export type CutStep = (typeof CUT_STEPS)[number]

/** The steps of taking a verified bundle in: objects, what is noted of them, the commit, each version, the receipt. */
export const TAKING_STEPS = [
  'object-quarantined',
  'object-healed',
  'objects-listed',
  'quarantine-noted',
  'volume-removed',
  'scan-noted',
  'evidence-put',
  'import-logged',
  'version-placed',
  'receipt-written',
  'commit-noted',
] as const

/** The name of a step of taking a bundle in. */
export type TakingStep = (typeof TAKING_STEPS)[number]

/** The steps that single commands reach, and no pull. */
export const COMMAND_STEPS = [
  ...GC_STEPS,
  ...BACKUP_STEPS,
  ...RESTORE_STEPS,
  ...ARCHIVE_STEPS,
  ...PROOFS_STEPS,
  ...CUT_STEPS,
  ...RECEIVE_STEPS,
  ...TAKING_STEPS,
  'scrub-noted',
  'rows-indexed',
  'log-caught-up',
] as const

/** The name of a step of a command. */
export type CommandStep = (typeof COMMAND_STEPS)[number]

/** Says that `step` was reached. */
export type Reached = (step: Step) => void
