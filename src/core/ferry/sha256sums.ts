import type { BundleFile } from './bundle-header.ts'
import { checkMediaFile } from './media-facts.ts'

/** A list of checksums as `sha256sum` writes it and `sha256sum -c` reads it. Throws what `checkMediaFile` throws. */
export function sha256sums(files: readonly BundleFile[]): string {
  for (const file of files) checkMediaFile(file)
  return files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('')
}
