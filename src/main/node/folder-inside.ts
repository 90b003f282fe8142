import { isAbsolute, relative, resolve } from 'node:path'

/** Whether the folder `other` is `folder` or lies in it. */
export function contains(folder: string, other: string): boolean {
  const path = relative(resolve(folder), resolve(other))
  return path === '' || !(path === '..' || path.startsWith('../') || isAbsolute(path))
}
