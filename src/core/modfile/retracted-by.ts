import { isGoferryError } from '../errors.ts'
import { isRetracted } from '../module/latest.ts'
import { parseGoModLax } from './gomod.ts'

/**
 * Whether a version is retracted by `goMod`, the go.mod of the
 * module's latest version. A malformed one retracts nothing.
 */
export function retractedBy(goMod: Uint8Array): (version: string) => boolean {
  try {
    const { retract } = parseGoModLax('go.mod', goMod)
    return version => isRetracted(version, retract)
  } catch (error) {
    if (isGoferryError(error, 'bad-gomod')) return () => false
    throw error
  }
}
