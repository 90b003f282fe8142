import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The lines of a file under `test/vectors`, without comments (`# …`). Each holds one case; fields are parted by tabs. */
export function vectors(file: string): string[] {
  const text = readFileSync(join(import.meta.dirname, '..', 'vectors', file), 'utf8')
  return text.split('\n').filter(line => line !== '' && !line.startsWith('# '))
}
