import type { FindingCode } from '../codes.ts'
import type { Finding } from '../finding.ts'
import { type ClientWorld, setting } from './world.ts'

/** Flags that change where modules come from or whether they stay what they are; the name is that of `-name=value`. */
const flags: readonly [RegExp, FindingCode][] = [
  [/^insecure$/, 'flags-insecure'],
  [/^mod=vendor$/, 'flags-vendor'],
  [/^mod=mod$/, 'flags-mod'],
  [/^modcacherw(=true)?$/, 'flags-writable'],
  [/^(overlay|modfile|toolexec)=/, 'flags-replaced'],
]

/** The flags that GOFLAGS adds to every go command. */
export async function checkGoFlags(world: ClientWorld): Promise<Finding[]> {
  const subject = setting(world, 'GOFLAGS')
  const given = [...(world.go.values['GOFLAGS'] ?? '').matchAll(/(?:^|\s)['"]?--?([^\s'"]+)/g)].map(
    ([, flag = '']) => flag,
  )
  const findings = given.flatMap((flag): Finding[] => {
    const code = flags.find(([pattern]) => pattern.test(flag))?.[1]
    return code === undefined ? [] : [{ code, subject, params: { flag: `-${flag.split('=')[0]}` } }]
  })
  return findings.length > 0 ? findings : [{ code: 'flags', subject }]
}
