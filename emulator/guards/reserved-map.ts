import type { WwMutexLock } from '../../src/lock/lock-contracts.ts';
import type { Guards, MapSteps, Topology } from '../locking-design.ts';
import type { Outcome } from '../outcome.ts';
import { refusalOf } from './refusal-of.ts';

/**
 * dma_buf_map_attachment and dma_buf_unmap_attachment take the buffer's reservation lock, unless
 * this thread has reserved the buffer already (the `_locked` variants of series 46778).
 *
 * @param mapLocked what happens under the lock: the exporter's map callback
 */
export function reservedMap(
  reservations: readonly WwMutexLock[],
  topology: Topology,
  attachments: MapSteps,
  mapLocked = (attachment: number): Outcome => attachments.map(attachment),
): Pick<Guards, 'mapAttachment' | 'unmapAttachment'> {
  const unmapLocked = (attachment: number): Outcome => {
    attachments.unmap(attachment);
    return 'done';
  };
  const reserved = (attachment: number, work: (attachment: number) => Outcome): Outcome => {
    const lock = reservations[topology.bufferOf(topology.importerOf(attachment))];
    if (lock.isHeld()) return work(attachment);
    const refusal = refusalOf(lock.acquire(null));
    if (refusal !== null) return refusal;
    const outcome = work(attachment);
    lock.release();
    return outcome;
  };
  return {
    mapAttachment: (attachment) => reserved(attachment, mapLocked),
    unmapAttachment: (attachment) => reserved(attachment, unmapLocked),
  };
}
