import type { Check } from '../finding.ts'
import { checkClock } from './clock.ts'
import { checkDatabase } from './database.ts'
import { checkFolder } from './folder.ts'
import { checkKeys } from './keys.ts'
import { checkLog, checkProofs } from './log.ts'
import { checkOpenFiles } from './open-files.ts'
import { checkReplica, checkSeal } from './replica.ts'
import { checkRunning } from './running.ts'
import { checkSample } from './sample.ts'
import { checkSettings } from './settings.ts'
import { checkSpace } from './space.ts'
import { checkTls } from './tls.ts'
import { checkUpstream } from './upstream.ts'
import type { NodeWorld } from './world.ts'

/** The checks of a node, in the order in which they are told. */
export const nodeChecks: readonly Check<NodeWorld>[] = [
  checkSettings,
  checkTls,
  checkRunning,
  checkOpenFiles,
  checkSpace,
  checkFolder,
  checkKeys,
  checkClock,
  checkLog,
  checkSeal,
  checkReplica,
  checkDatabase,
  checkSample,
  checkProofs,
  checkUpstream,
]
