import type { ModuleVersion } from '../module/module-version.ts'
import { isIndirect } from './comment.ts'
import type { Directive } from './directive.ts'
import { moduleVersion } from './path-version.ts'

/** A `require` directive: this module needs that one at `version` or later. */
export interface Requirement extends ModuleVersion {
  /** Whether `// indirect` says that no package of the main module imports it. */
  readonly indirect: boolean
}

/** The module and version of a `require` directive. Throws bad-gomod. */
export function requirement(directive: Directive): Requirement {
  return { ...moduleVersion(directive), indirect: isIndirect(directive.suffix) }
}
