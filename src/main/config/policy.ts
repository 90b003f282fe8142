import { parseVerifier } from '../../core/note/key.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { vendorDomain } from '../../core/toolchain/vendor.ts'
import type { Settings } from './schema.ts'

/** What the settings say of modules; the channels of vendors' toolchains are taken from files alone. */
export function policyOf({ allow, deny, reserved, unlisted }: Settings): Policy {
  const rules = unlisted.map(rule => {
    const equals = rule.indexOf('=')
    return { pattern: rule.slice(0, equals), reason: rule.slice(equals + 1) }
  })
  return { allow, deny, reserved: [...reserved, vendorDomain], unlisted: rules }
}

/** The public checksum database of the settings, as pulling and relaying need it. */
export function databaseOf({ sumdb }: Settings): { name: string; verifierKey: string } {
  return { name: parseVerifier(sumdb).name, verifierKey: sumdb }
}
