import { MMAP_LOCK, NESTED_MM_LOCK, RESERVATION, STRUCT_MUTEX } from '../guards/lock-classes.ts';
import { mmLockPages } from '../guards/mm-lock-pages.ts';
import { refusalOf } from '../guards/refusal-of.ts';
import { ReservationTransaction } from '../guards/reservation-transaction.ts';
import { reservedMap } from '../guards/reserved-map.ts';
import { validateAndPublish } from '../guards/submission-work.ts';
import { defineDesign } from '../locking-design.ts';
import type { Outcome } from '../outcome.ts';

/** The device whose driver is of the other kind: the exporter of the default workloads. */
const DEVICE_LOCKED = 0;

/**
 * The reservation lock in map, with an exporter whose driver has a hierarchy of its own (omapdrm):
 * it takes its struct_mutex in its map callback, and holds it around its own submissions. Each
 * driver is consistent in itself; what inverts is the pair, which no single driver's CI ever ran.
 *
 * Order: R > SM where its buffers are mapped, SM > acquire context > R where it submits. The
 * importers are i915's, with R > M and M > R as in `resv-in-map`.
 */
export const design = defineDesign({
  name: 'device-lock-exporter',
  summary: 'reservation lock in map, and an exporter that takes its struct_mutex in the callback',
  source: 'omapdrm as feared by D. Vetter, 25 June 2018 (20180625091217.GO2958)',
  expects: 'deadlocks',
  locks: { device: STRUCT_MUTEX, mm: NESTED_MM_LOCK, reservation: RESERVATION },
  protects: { pages: ['mm'] },
  promises: [
    [MMAP_LOCK, STRUCT_MUTEX.class, RESERVATION.context, RESERVATION.class, NESTED_MM_LOCK.class],
  ],

  guards(parts) {
    const { locks, pages, attachments, submission, topology } = parts;
    const context = parts.context(RESERVATION.context);
    const transaction = new ReservationTransaction(locks.reservation, context, parts);
    const submitReserved = (): Outcome => validateAndPublish(submission);

    const exporterMap = (attachment: number): Outcome => {
      const exporter = topology.exporterDeviceOf(attachment);
      if (exporter !== DEVICE_LOCKED) return attachments.map(attachment);
      const refusal = refusalOf(locks.device[exporter].acquire());
      if (refusal !== null) return refusal;
      const outcome = attachments.map(attachment);
      locks.device[exporter].release();
      return outcome;
    };

    return {
      ...mmLockPages(locks.mm, pages),
      ...reservedMap(locks.reservation, topology, attachments, exporterMap),

      submit() {
        const device = topology.deviceOf(submission.object(0));
        if (device !== DEVICE_LOCKED) return transaction.run(submitReserved);
        const refusal = refusalOf(locks.device[device].acquire());
        if (refusal !== null) return refusal;
        const outcome = transaction.run(submitReserved);
        locks.device[device].release();
        return outcome;
      },
    };
  },
});
