import type { PageSteps } from '../locking-design.ts';
import type { Outcome } from '../outcome.ts';

/**
 * get-pages in one piece. The caller holds the lock that protects the object's pages from `claim`
 * to `publish`, so that nobody else can be filling and nobody can have published meanwhile. An
 * answer that says so is reported: the lock does not lock.
 */
export function claimFillPublish(pages: PageSteps, object: number): Outcome {
  const claim = pages.claim(object);
  if (claim === 'present') return 'done';
  if (claim === 'filling') {
    pages.excluded(object);
    return 'busy';
  }
  const outcome = pages.fill(object);
  if (outcome !== 'done') {
    pages.abandon(object);
    return outcome;
  }
  const published = pages.publish(object);
  if (published === 'published') return 'done';
  pages.excluded(object);
  pages.discard(object);
  return published === 'lost' ? 'done' : 'busy';
}

/** put-pages in one piece, under the lock that protects the object's pages. */
export function unpublishRelease(pages: PageSteps, object: number): Outcome {
  return pages.unpublish(object) === 'busy' ? 'busy' : pages.release(object);
}
