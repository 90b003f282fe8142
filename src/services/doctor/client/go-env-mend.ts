import type { Mend } from '../finding.ts'
import type { ClientWorld } from './world.ts'

/**
 * Sets a variable in the go command's own settings file, or unsets it. What the environment sets stays: it is not the
 * go command's to change.
 */
export function settingMend({ go, command }: ClientWorld, name: string, value: string | undefined): Mend {
  return {
    needs: 'go-env',
    run: async () => {
      if (go.source(name) === 'environment') return { says: 'doctor.not-ours', params: { name }, done: false }
      await command.write(name, value)
      const masked = (text: string) => text.replace(/\/\/[^/@,|\s]*@/g, '//…@')
      const params = { name, was: masked(go.values[name] ?? ''), is: masked(value ?? '') }
      return { says: 'doctor.mended-env', params, done: true }
    },
  }
}
