import { parseGoVersion, takesEmptyRecords } from '../../../core/toolchain/go-version.ts'
import type { Finding } from '../finding.ts'
import type { ClientWorld } from './world.ts'

/** Whether the go command on PATH can be trusted to check what it gets. */
export async function checkGoVersion({ go }: ClientWorld): Promise<Finding[]> {
  return [judge(go.values['GOVERSION'] ?? '')]
}

/** What is to be said of the version `text` of Go. */
export function judge(text: string): Finding {
  const version = parseGoVersion(text)
  if (version === undefined) return { code: 'go-unknown', subject: text }
  return { code: takesEmptyRecords(version) ? 'go-old' : 'go-version', subject: text }
}
