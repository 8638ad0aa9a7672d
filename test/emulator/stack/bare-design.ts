import {
  type GuardParts,
  type Guards,
  type LockingDesign,
  defineDesign,
} from '../../../emulator/locking-design.ts';
import { claimFillPublish, unpublishRelease } from '../../../emulator/guards/page-work.ts';
import { validateAndPublish } from '../../../emulator/guards/submission-work.ts';

type BareParts = GuardParts<Record<string, never>>;

/** A design without locks, for tests that play all threads in one; keeps what each thread was given. */
export interface BareDesign {
  readonly design: LockingDesign;
  /** Steps of each thread, in the order of the fixture's threads. */
  readonly parts: readonly BareParts[];
}

/** @param change guards to use instead of the plain ones */
export function bareDesign(change: (plain: Guards) => Partial<Guards> = () => ({})): BareDesign {
  const parts: BareParts[] = [];
  const design = defineDesign({
    name: 'bare',
    summary: 'no locks',
    source: 'test',
    expects: 'clean',
    locks: {},
    promises: [],
    guards(given) {
      parts.push(given as BareParts);
      const plain: Guards = {
        getPages: (object) => claimFillPublish(given.pages, object),
        evict: (object) => unpublishRelease(given.pages, object),
        mapAttachment: (attachment) => given.attachments.map(attachment),
        unmapAttachment(attachment) {
          given.attachments.unmap(attachment);
          return 'done';
        },
        submit: () => validateAndPublish(given.submission),
      };
      return { ...plain, ...change(plain) };
    },
  });
  return { design: design as LockingDesign, parts };
}
