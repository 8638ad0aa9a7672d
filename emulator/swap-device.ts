/**
 * Backing store for evicted pages: slots of 4 KiB. Each thread has its own, over one shared file.
 */
export interface SwapDevice {
  /**
   * Copies a slot into the run's memory, from byte `offset` on.
   *
   * @throws {InvariantError} on a short read
   */
  read(slot: number, offset: number): void;
  /** Copies 4 KiB of the run's memory, from byte `offset` on, into a slot. */
  write(slot: number, offset: number): void;
}
