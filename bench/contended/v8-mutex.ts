/** V8's own mutex, behind `--harmony-struct` (tc39/proposal-structs); untyped elsewhere. */
interface V8Mutexes {
  new (): object;
  lock(mutex: object, section: () => void): void;
}

/** Null where the engine has none. */
export function v8Mutexes(): V8Mutexes | null {
  return (Atomics as unknown as { readonly Mutex?: V8Mutexes }).Mutex ?? null;
}

export const V8_MUTEX_FLAG = '--harmony-struct';
