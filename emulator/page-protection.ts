import type { DesignLock, Topology } from './locking-design.ts';

interface HoldableLock {
  readonly name: string;
  isHeld(): boolean;
}

/** A lock class that protects pages: its instances, and what there is one for. */
export interface PageProtector {
  readonly locks: readonly HoldableLock[];
  readonly per: DesignLock['per'];
}

/** What one thread must hold where an object's pages come and go, as its design declares it. */
export class PageProtection {
  readonly #protectors: readonly PageProtector[];
  readonly #topology: Topology;

  constructor(protectors: readonly PageProtector[], topology: Topology) {
    this.#protectors = protectors;
    this.#topology = topology;
  }

  /** One of the locks for this object is held by the calling thread. */
  isHeld(object: number): boolean {
    for (const protector of this.#protectors) {
      if (this.#lock(protector, object).isHeld()) return true;
    }
    return false;
  }

  /** Names of those locks, for findings. */
  names(object: number): string {
    return this.#protectors.map((protector) => this.#lock(protector, object).name).join(', ');
  }

  #lock({ locks, per }: PageProtector, object: number): HoldableLock {
    switch (per) {
      case 'device':
        return locks[this.#topology.deviceOf(object)];
      case 'object':
        return locks[object];
      case 'buffer':
        return locks[this.#topology.bufferOf(object)];
    }
  }
}
