import { GoferryError } from '../errors.ts'
import type { ObjectFrame, ObjectKind } from './object-frame.ts'

/** An object that lies in quarantine. */
export interface TakenObject extends ObjectFrame {
  /** As its entry names it: `h1:` of a mod, SHA-256 in hexadecimal of all else. */
  readonly digest: string
}

/** The file of an import's folder that lists what lies in quarantine: a line an object, in the order of the stream. */
export const objectsFile = 'objects.txt'

/** The line of `object`: kind, number of the entry, bytes, digest. */
export function formatTaken({ kind, id, size, digest }: TakenObject): string {
  return `${kind} ${id} ${size} ${digest}\n`
}

/** The object of a line without its line end. Throws `store-damaged`. */
export function parseTaken(line: string): TakenObject {
  const [, kind, id = '', size = '', digest = ''] =
    /^(mod|info|zip|archive|proofs|certificate) (\d{1,16}) (\d{1,16}) (h1:[A-Za-z0-9+/]{43}=|[0-9a-f]{64})$/.exec(
      line,
    ) ?? []
  if (kind === undefined) throw new GoferryError('store-damaged', { subject: objectsFile })
  return { kind: kind as ObjectKind, id: Number(id), size: Number(size), digest }
}
