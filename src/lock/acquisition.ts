/**
 * What a lock answers. Refusals are values: the caller unwinds, nothing is thrown.
 * `already`: this acquire context owns the ww-mutex already (-EALREADY).
 * `back-off`: release everything of the context, then take this lock with `acquireSlow` (-EDEADLK).
 * `deadlock`: waiting would close a cycle of waits; this thread was chosen to give way.
 */
export type Acquisition = 'acquired' | 'already' | 'busy' | 'timed-out' | 'back-off' | 'deadlock';
