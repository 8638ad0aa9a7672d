/**
 * A short list with which a test still passes: delta debugging by leaving parts out (A. Zeller and
 * R. Hildebrandt, 2002), in halves, quarters and so on down to single entries. The later ones go first,
 * since whatever comes behind a part may depend on it.
 *
 * @param passes of lists shorter than the one at hand; that one is known to pass
 * @param isOver ends it early, with the shortest list so far
 */
export async function shortestList<T>(
  list: readonly T[],
  passes: (kept: readonly T[]) => Promise<boolean>,
  isOver: () => boolean,
): Promise<readonly T[]> {
  if (list.length === 0 || (!isOver() && (await passes([])))) return [];
  let kept = list;
  let size = Math.ceil(list.length / 2);
  while (size > 0 && !isOver()) {
    const shorter = await withoutParts(kept, size, passes, isOver);
    const again = size === 1 && shorter.length < kept.length;
    kept = shorter;
    if (!again) size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return kept;
}

/** Leaves out each part of so many entries, one after the other, where the test allows it. */
async function withoutParts<T>(
  list: readonly T[],
  size: number,
  passes: (kept: readonly T[]) => Promise<boolean>,
  isOver: () => boolean,
): Promise<readonly T[]> {
  let kept = list;
  for (let end = list.length; end > 0 && !isOver(); end -= size) {
    const shorter = [...kept.slice(0, Math.max(end - size, 0)), ...kept.slice(end)];
    // The empty list is known not to do.
    if (shorter.length > 0 && (await passes(shorter))) kept = shorter;
  }
  return kept;
}
