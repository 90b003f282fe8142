/** Keeps a data folder to one writer. Held by the kernel for the process: a killed holder leaves no lock behind. */
export interface Lock {
  /**
   * Takes the lock or throws `data-locked` at once, also where this very process holds it already. The result gives it
   * back; safe to call more than once.
   */
  acquire(): Promise<HeldLock>
}

/** The right to write. Kept until released, even where the holder forgets the object. */
export interface HeldLock {
  /** Gives the lock back. */
  release(): Promise<void>
}
