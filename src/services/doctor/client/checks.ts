import type { Check } from '../finding.ts'
import { checkBypass } from './bypass.ts'
import { checkChecksums } from './checksums.ts'
import { checkClocks } from './clocks.ts'
import { checkGoFlags } from './go-flags.ts'
import { checkGoVersion } from './go-version.ts'
import { checkGoproxy } from './goproxy.ts'
import { checkKeptHead } from './kept-head.ts'
import { checkKey } from './key.ts'
import { checkNodeReach } from './node-reach.ts'
import { checkToolchain } from './toolchain.ts'
import type { ClientWorld } from './world.ts'

/** The checks of a developer's machine, in the order in which they are told. */
export const clientChecks: readonly Check<ClientWorld>[] = [
  checkGoVersion,
  checkGoproxy,
  checkBypass,
  checkChecksums,
  checkGoFlags,
  checkNodeReach,
  checkClocks,
  checkKey,
  checkKeptHead,
  checkToolchain,
]
