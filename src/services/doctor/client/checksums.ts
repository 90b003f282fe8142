import { matchesPrefixPatterns } from '../../../core/module/pattern.ts'
import type { Finding } from '../finding.ts'
import { databaseOf } from './database.ts'
import { settingMend } from './go-env-mend.ts'
import { type ClientWorld, setting } from './world.ts'

/** What switches the verification of new downloads off, in part or altogether. */
export async function checkChecksums(world: ClientWorld): Promise<Finding[]> {
  const findings = [...ofDatabase(world), ...ofExceptions(world), ...ofIdleSettings(world)]
  return findings.length > 0 ? findings : [{ code: 'checksums', subject: setting(world, 'GOSUMDB') }]
}

function ofDatabase(world: ClientWorld): Finding[] {
  const subject = setting(world, 'GOSUMDB')
  const database = databaseOf(world)
  if (database.kind === 'off') return [{ code: 'sumdb-off', subject, mend: settingMend(world, 'GOSUMDB', undefined) }]
  if (database.kind === 'malformed') return [{ code: 'sumdb-malformed', subject, error: database.error }]
  return database.address === undefined ? [] : [{ code: 'sumdb-elsewhere', subject }]
}

function ofExceptions(world: ClientWorld): Finding[] {
  const { GONOSUMDB = '', GOPRIVATE = '' } = world.go.values
  if (GONOSUMDB === '' || GONOSUMDB === 'none') return []
  const name = GONOSUMDB === GOPRIVATE ? 'GOPRIVATE' : 'GONOSUMDB'
  const subject = setting(world, name)
  const isAll = unrelated.every(path => matchesPrefixPatterns(GONOSUMDB, path))
  if (isAll) return [{ code: 'nosumdb-all', subject, mend: settingMend(world, name, undefined) }]
  return [{ code: 'nosumdb-some', subject }]
}

/** Modules that only patterns of everything have in common. */
const unrelated = ['a.example/m', 'golang.org/x/mod', 'github.com/BurntSushi/toml', 'corp.internal/team/app']

function ofIdleSettings(world: ClientWorld): Finding[] {
  const findings: Finding[] = []
  if (world.noSumCheck !== undefined)
    findings.push({ code: 'nosumcheck', subject: `GONOSUMCHECK=${world.noSumCheck} (environment)` })
  if ((world.go.values['GOINSECURE'] ?? '') !== '')
    findings.push({
      code: 'insecure',
      subject: setting(world, 'GOINSECURE'),
      mend: settingMend(world, 'GOINSECURE', undefined),
    })
  return findings
}
