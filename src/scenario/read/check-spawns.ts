import type { PlacedOp } from './read-operation.ts';
import type { PlacedThread } from './read-threads.ts';

/** Indices of the threads that are spawned by others. @throws {UsageError} */
export function checkSpawns(threads: readonly PlacedThread[]): ReadonlySet<number> {
  const spawners = new Map<number, { readonly by: number; readonly item: PlacedOp }>();
  threads.forEach(({ name, placed }, by) => {
    for (const item of placed) {
      const { op, entry } = item;
      if (op.verb === 'join' && op.thread === by) {
        throw entry.fault(`${name} joins itself`, 'join another thread, or drop it');
      }
      if (op.verb !== 'spawn') continue;
      if (op.thread === by) throw entry.fault(`${name} spawns itself`, 'spawn another thread');
      const first = spawners.get(op.thread);
      if (first !== undefined) {
        const spawned = (threads[op.thread] as PlacedThread).name;
        const mend = `a thread starts once: drop this one or that of line ${first.item.op.line}`;
        throw entry.fault(`${spawned} is spawned twice`, mend);
      }
      spawners.set(op.thread, { by, item });
    }
  });
  checkStarts(threads, spawners);
  return new Set(spawners.keys());
}

/** Whoever is spawned goes back to a thread that starts by itself. */
function checkStarts(
  threads: readonly PlacedThread[],
  spawners: ReadonlyMap<number, { readonly by: number }>,
): void {
  threads.forEach(({ name, key }, index) => {
    let at: number | undefined = index;
    for (let step = 0; at !== undefined && step <= threads.length; step++) {
      at = spawners.get(at)?.by;
    }
    if (at === undefined) return;
    throw key.fault(
      `thread ${name} never starts: those who would spawn it wait to be spawned themselves`,
      'let a thread that nobody spawns be the first to spawn',
    );
  });
}
