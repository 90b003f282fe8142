/** What lies in the node's two trees, whoever put it there: what scrubbing needs to know besides the store's keys. */
export interface TreeFiles {
  /**
   * Every file below `public` and `withheld`, links and the like too, by its `/`-separated path below the node's
   * folder, in no order. Links are never followed. Throws `io-failed` for a folder that cannot be read.
   */
  walk(): AsyncIterable<string>

  /**
   * Moves what is at `path`, a file that `walk` may give or a folder in the place of one, out of the trees to where
   * nothing serves it, durable on return, and gives where it lies now; undefined where it is gone. What was set aside
   * before keeps its name. Throws `no-space`, `io-failed`.
   */
  setAside(path: string): Promise<string | undefined>
}
