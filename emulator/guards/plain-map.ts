import type { Guards, MapSteps } from '../locking-design.ts';

/** Map and unmap without a lock of their own: none is wanted, or the caller has it (`_locked`). */
export function plainMap(attachments: MapSteps): Pick<Guards, 'mapAttachment' | 'unmapAttachment'> {
  return {
    mapAttachment: (attachment) => attachments.map(attachment),

    unmapAttachment(attachment) {
      attachments.unmap(attachment);
      return 'done';
    },
  };
}
