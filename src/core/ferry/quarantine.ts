/** The folder of the store where blobs of bundles wait that nobody has approved yet: no reader of the trees sees it. */
const quarantineFolder = 'withheld/quarantine'

/** The name of the folder of an import, from the SHA-256 of its header: in the node's own folder and in quarantine. */
export function importFolderName(bundle: string): string {
  return bundle.slice(0, 16)
}

/** The folder of what the bundle with the header `bundle` brought. */
export function quarantineOf(bundle: string): string {
  return `${quarantineFolder}/${importFolderName(bundle)}`
}

/**
 * The key of a blob in quarantine: each bundle has its own place, so that what becomes of one never touches another.
 * `digest` is that of its entry: SHA-256 in hexadecimal, or the `h1:` of a mod, whose 32 bytes then name it.
 */
export function quarantineKey(bundle: string, digest: string): string {
  const name = digest.startsWith('h1:') ? Buffer.from(digest.slice(3), 'base64').toString('hex') : digest
  return `${quarantineOf(bundle)}/${name}`
}

/** Whether the path `file`, below a node's folder, is one of a blob in quarantine. */
export function isQuarantined(file: string): boolean {
  return (
    file.startsWith(`${quarantineFolder}/`) &&
    /^[0-9a-f]{16}\/[0-9a-f]{64}$/.test(file.slice(quarantineFolder.length + 1))
  )
}
