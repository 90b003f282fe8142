import type { Finding } from '../finding.ts'
import { settingMend } from './go-env-mend.ts'
import { type ClientWorld, setting } from './world.ts'

/** What makes the go command go around the node. */
export async function checkBypass(world: ClientWorld): Promise<Finding[]> {
  const { GOPRIVATE = '', GONOPROXY = '', GO111MODULE = '' } = world.go.values
  const findings: Finding[] = []
  // Where GONOPROXY is not set, go env shows it with the value of GOPRIVATE.
  if (GONOPROXY !== '' && GONOPROXY !== 'none') {
    const name = GONOPROXY === GOPRIVATE ? 'GOPRIVATE' : 'GONOPROXY'
    const code = name === 'GOPRIVATE' ? 'private-bypass' : 'noproxy'
    findings.push({ code, subject: setting(world, name), mend: settingMend(world, name, undefined) })
  }
  if (GO111MODULE === 'off')
    findings.push({
      code: 'modules-off',
      subject: setting(world, 'GO111MODULE'),
      mend: settingMend(world, 'GO111MODULE', undefined),
    })
  return findings.length > 0 ? findings : [{ code: 'bypass', subject: 'GOPRIVATE, GONOPROXY, GO111MODULE' }]
}
