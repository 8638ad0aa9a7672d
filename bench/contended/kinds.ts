import type { InstrumentationLevel } from '../../src/shared/plan.ts';

/** What a process of the contended table measures. */
export type ContendedKind =
  | { readonly lock: 'lockyard'; readonly level: InstrumentationLevel }
  | { readonly lock: 'futex'; readonly spins: number }
  | { readonly lock: 'v8' }
  | { readonly lock: 'broker' };

export const KINDS: Readonly<Record<string, ContendedKind>> = {
  'lockyard full': { lock: 'lockyard', level: 'full' },
  'lockyard off': { lock: 'lockyard', level: 'off' },
  'futex, no spin': { lock: 'futex', spins: 0 },
  'futex, spin 100': { lock: 'futex', spins: 100 },
  'futex, spin 1000': { lock: 'futex', spins: 1000 },
  'futex, spin 4000': { lock: 'futex', spins: 4000 },
  'V8 Atomics.Mutex': { lock: 'v8' },
  'async-mutex broker': { lock: 'broker' },
};
