import type { Watch } from '../../ports/watch.ts'

/** A watch for what comes along with a pull: it tells only what failed, as `lacks`. */
export function onlyLacks(watch: Watch): Watch {
  const tell: Watch['tell'] = async item =>
    item.outcome === 'failed' ? watch.tell({ ...item, outcome: 'lacks' }) : undefined
  return { ...watch, tell }
}
