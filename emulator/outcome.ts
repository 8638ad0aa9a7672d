/**
 * How an operation, a guard or a step of the stack ended. All but `done` are refusals: the caller
 * gives back what it took and passes the value on.
 *
 * `busy`: in use by somebody else, nothing changed. `deadlock`: a lock chose this thread to give
 * way. `back-off`: a ww-mutex of the running acquire context asks to start over. `no-memory`:
 * reclaim found nothing. `gone`: the object was closed meanwhile.
 */
export type Outcome = 'done' | 'busy' | 'deadlock' | 'back-off' | 'no-memory' | 'gone';
