import { GoferryError } from '../errors.ts'

/** The longest key in bytes: what an S3 object key may have. */
const maxKeyBytes = 1024

/** The longest element of a key in bytes: NAME_MAX of the usual file systems. */
export const maxElementBytes = 255

/**
 * Refuses what is no key of a store: keys come from module paths, which come from the network. A key lies under
 * `public/`, `withheld/`, `archives/` or `log/` (never `keys/` or `run/`); no element is empty, `.` or `..`, so that
 * none leaves its folder. Throws `bad-file-path`.
 */
export function checkKey(key: string): void {
  checkFolder(key)
  if (!key.includes('/')) throw new GoferryError('bad-file-path', { subject: key, reason: 'store-key-folder' })
}

/** The same for the folder of keys, which may also be the first element alone. Throws `bad-file-path`. */
export function checkFolder(folder: string): void {
  const refuse = (reason: 'store-key-long' | 'store-key-folder' | 'store-key-element', limit = 0) =>
    new GoferryError('bad-file-path', { subject: folder.slice(0, maxKeyBytes), reason, params: { limit } })
  if (folder.length > maxKeyBytes) throw refuse('store-key-long', maxKeyBytes)
  if (!/^(public|withheld|archives|log)(\/|$)/.test(folder)) throw refuse('store-key-folder')
  if (!folder.split('/').every(isElement)) throw refuse('store-key-element', maxElementBytes)
}

/** Whether `name` names something in a folder, and nothing outside of it: whatever somebody called a file on a disc. */
export function isFileName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name)
}

/**
 * Whether `name` may be an element of a key: 1 to 255 printable ASCII
 * characters, no space, `/` or backslash, not `.` or `..`.
 */
export function isElement(name: string): boolean {
  return name.length <= maxElementBytes && /^[!-.0-[\]-~]+$/.test(name) && name !== '.' && name !== '..'
}
