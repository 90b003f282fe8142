/** Keeps a data folder to one writer. Held by the kernel for the process: a killed holder leaves no lock behind. */
export interface Lock {
  /** Takes the lock or throws `data-locked` at once. The result gives it back. */
  acquire(): Promise<{ release(): Promise<void> }>
}
