import process from 'node:process';

/** Threads of arenas that this worker is, by what makes them leave. */
const present = new Set<() => void>();

/**
 * Calls `leave` when this worker ends, by itself, by `process.exit` or by an exception that nobody
 * catches; a terminated worker runs nothing any more. Gives the way to take it back.
 */
export function leaveAtExit(leave: () => void): () => void {
  if (present.size === 0) process.on('exit', leaveAll);
  present.add(leave);
  return () => {
    present.delete(leave);
    if (present.size === 0) process.off('exit', leaveAll);
  };
}

function leaveAll(): void {
  for (const leave of [...present]) leave();
}
