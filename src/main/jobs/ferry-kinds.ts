import { type ReceiveReport, receiveFailure } from '../../services/ferry/in/receive.ts'
import type { JobKinds } from '../../services/jobs/world.ts'
import type { Writer } from '../node/writer.ts'
import { cutAt } from '../operations/ferry-out.ts'
import { checkCut } from '../operations/ferry-out-request.ts'
import { checkReceive, receiveAt } from '../operations/ferry-receive.ts'
import { checkTaking, commitAt, quarantineAt, scanAt } from '../operations/ferry-taking.ts'
import { checkVerifyImport, verifyImportAt } from '../operations/ferry-verify.ts'
import { goesOn } from './goes-on.ts'

/** What is done with bundles as a job. */
export function ferryKinds(writer: Writer): JobKinds {
  return {
    'ferry-out': {
      ...goesOn,
      unit: 'volumes',
      check: checkCut,
      run: (argument, task) => cutAt(writer, argument, task),
    },
    'ferry-receive': {
      ...goesOn,
      key: () => 'ferry in',
      unit: 'files',
      check: checkReceive,
      judge: result => receiveFailure(result as ReceiveReport),
      run: (argument, task) => receiveAt(writer, argument, task),
    },
    'ferry-verify': {
      ...goesOn,
      key: () => 'ferry in',
      unit: 'objects',
      check: checkVerifyImport,
      run: (argument, task) => verifyImportAt(writer, argument, task),
    },
    'ferry-quarantine': {
      ...goesOn,
      unit: 'objects',
      check: checkTaking,
      run: (argument, task) => quarantineAt(writer, argument, task),
    },
    'ferry-scan': {
      ...goesOn,
      unit: 'checks',
      check: checkTaking,
      run: (argument, task) => scanAt(writer, argument, task),
    },
    'ferry-commit': {
      ...goesOn,
      unit: 'versions',
      check: checkTaking,
      run: (argument, task) => commitAt(writer, argument, task),
    },
  }
}
