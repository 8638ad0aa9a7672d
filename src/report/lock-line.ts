import type { AcquisitionName, HeldLockState, ThreadState } from '../validate/finding.ts';
import { pluralText } from './quantity.ts';

const UNKNOWN_SITE = 'unknown site';

/** `obj->mm.lock/1`: the class, with the subclass when it was annotated, as lockdep writes it. */
export function classLabel({ class: name, subclass }: AcquisitionName): string {
  return subclass === 0 ? name : `${name}/${subclass}`;
}

/**
 * One lock as a kernel report tells it, with the instance's name in place of its address. The kernel
 * puts usage bits behind the class; we know other things: `{shared}`, `{tried}`.
 */
export function lockLine(lock: HeldLockState): string {
  return `${lock.name} (${classLabel(lock.acquisition)})${modes(lock.acquisition)}, at: ${siteText(lock)}`;
}

/** Innermost frame of a site. */
export function siteText({ site }: { readonly site: readonly string[] }): string {
  return site[0] ?? UNKNOWN_SITE;
}

/** All frames, indented as a kernel stack is. */
export function frameLines(site: readonly string[], indent = '       '): string[] {
  return (site.length === 0 ? [UNKNOWN_SITE] : site).map((frame) => `${indent}${frame}`);
}

/** `comm/pid` of the kernel: here the thread and the operation that it performs. */
export function taskName(state: ThreadState): string {
  return `${state.thread}/${state.operation}`;
}

/** `N locks held by …:` and one numbered line each, oldest first. */
export function heldLines(state: ThreadState): string[] {
  const { holds } = state;
  const head = `${pluralText(holds.length, 'lock')} held by ${taskName(state)}`;
  if (holds.length === 0) return [`${head}.`];
  return [`${head}:`, ...holds.map((lock, index) => ` #${index}: ${lockLine(lock)}`)];
}

function modes({ mode, tried }: AcquisitionName): string {
  const words = [...(mode === 'shared' ? ['shared'] : []), ...(tried ? ['tried'] : [])];
  return words.length === 0 ? '' : `{${words.join(', ')}}`;
}
