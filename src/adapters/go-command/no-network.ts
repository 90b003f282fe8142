import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Runs the rest of its arguments in a network namespace of its own, in which only the loopback device is up. */
const wrapper = ['unshare', '-r', '-n', '--', 'sh', '-c', 'ip link set lo up 2>/dev/null; exec "$@"', 'sh']

/**
 * What to put before a command so that it has no network (Linux: unshare of util-linux, user and network namespaces);
 * empty where the system does not allow that.
 */
export async function noNetwork(): Promise<readonly string[]> {
  const [program = '', ...args] = wrapper
  try {
    await promisify(execFile)(program, [...args, 'true'])
    return wrapper
  } catch {
    return []
  }
}
