/** The ways in which a part of a drill behaves. */
export const BEHAVIOURS = ['works', 'leaks', 'spins', 'sleeps', 'hangs', 'crashes'] as const

/** A way in which a part of a drill behaves. */
export type Behaviour = (typeof BEHAVIOURS)[number]
