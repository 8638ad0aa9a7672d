/** V8's own mutex, behind `--harmony-struct` (tc39/proposal-structs); untyped elsewhere. */
interface V8Mutexes {
  new (): object;
  lock(mutex: object, section: () => void): void;
}

/** Null where the engine has none. */
export function v8Mutexes(): V8Mutexes | null {
  return (Atomics as unknown as { readonly Mutex?: V8Mutexes }).Mutex ?? null;
}

/** @throws where the engine has none. */
export function neededV8Mutexes(): V8Mutexes {
  const mutexes = v8Mutexes();
  if (mutexes === null) throw new Error('this engine has no Atomics.Mutex');
  return mutexes;
}

export const V8_MUTEX_FLAG = '--harmony-struct';
