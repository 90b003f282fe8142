import { base64, sha256 } from '../../src/core/hash.ts'
import { type GoSum, goSumLines } from '../../src/core/sumdb/go-sum-lines.ts'

/** The checksums of the `n`th module of the tests; other `content`, other checksums. `test/oracle/sumdb.go` makes the same. */
export function testSum(n: number, content = 'good'): GoSum {
  const h1 = (part: string) => `h1:${base64(sha256(Buffer.from(`${part} ${n} ${content}`)))}`
  return { path: `example.com/m${n}`, version: 'v1.0.0', h1Zip: h1('zip'), h1Mod: h1('mod') }
}

/** 600 records. */
export const honestRecords = Array.from({ length: 600 }, (_, n) => goSumLines(testSum(n)))
/** The same but for record 310: what a forked log would show to one victim. */
export const forkedRecords = honestRecords.with(310, goSumLines(testSum(310, 'evil')))
