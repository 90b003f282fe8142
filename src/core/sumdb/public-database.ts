import { parseVerifier, type Verifier } from '../note/key.ts'

/** The key of the public Go checksum database, as it is built into the go command (cmd/go: knownGOSUMDB). */
export const publicDatabaseKey = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'

/** Checks what the public database signs. */
export const publicDatabase: Verifier = parseVerifier(publicDatabaseKey)
