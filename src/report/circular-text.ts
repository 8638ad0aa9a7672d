import type { CycleStep, Finding, HeldLockState, ThreadState } from '../validate/finding.ts';
import { classLabel, frameLines, heldLines, lockLine, siteText, taskName } from './lock-line.ts';
import { type ScenarioStep, scenarioTable } from './scenario-table.ts';

export const CIRCULAR_TITLE = 'WARNING: possible circular locking dependency detected';

/** A circular order in the kernel's order of telling (print_circular_bug), item by item. */
export function circularBody(finding: Finding): string[] {
  const [self] = finding.threads;
  const wanted = self?.wants;
  if (self === undefined || wanted === undefined) return [finding.summary];
  const chain = inReverse(finding.cycle, classLabel(wanted.acquisition));
  const held = heldOf(self, chain);
  return [
    `${taskName(self)} is trying to acquire lock:`,
    lockLine(wanted),
    '',
    'but task is already holding lock:',
    held === undefined ? 'unknown' : lockLine(held),
    '',
    'which lock already depends on the new lock.',
    '',
    'the existing dependency chain (in reverse order) is:',
    ...chain.flatMap((step, index) => dependencyLines(step, chain.length - 1 - index)),
    '',
    'other info that might help us debug this:',
    '',
    ...chainExists(chain),
    ...scenarioTable(scenario(chain, wanted, held)),
    '',
    ...heldLines(self),
    '',
    'stack backtrace:',
    ...frameLines(wanted.site, ' '),
    '',
    'who made each dependency, and where the first lock of it had been taken:',
    ...chain.flatMap(originLines),
  ];
}

/**
 * The cycle as the kernel numbers it: last the present attempt (#0), which leads to the wanted class;
 * before it the recorded dependencies, from the one that leads to the held class down to #1.
 */
function inReverse(cycle: readonly CycleStep[], wanted: string): CycleStep[] {
  const attempt = Math.max(
    0,
    cycle.findIndex((step) => step.to === wanted),
  );
  const ordered = [...cycle.slice(attempt), ...cycle.slice(0, attempt)];
  return ordered.reverse();
}

/** The held lock that closes the cycle: of the class that the present attempt starts from. */
function heldOf(self: ThreadState, chain: readonly CycleStep[]): HeldLockState | undefined {
  const label = chain.at(-1)?.from;
  return self.holds.findLast((lock) => classLabel(lock.acquisition) === label) ?? self.holds.at(-1);
}

function dependencyLines(step: CycleStep, number: number): string[] {
  return ['', `-> #${number} (${step.to}):`, ...frameLines(step.site)];
}

/** Three classes or more: the kernel spells the chain out, wanted class first. */
function chainExists(chain: readonly CycleStep[]): string[] {
  if (chain.length < 3) return [];
  const names = chain.map((step) => step.to).reverse();
  return ['Chain exists of:', `  ${names.join(' --> ')}`, ''];
}

function scenario(
  chain: readonly CycleStep[],
  wanted: HeldLockState,
  held: HeldLockState | undefined,
): ScenarioStep[] {
  const top = chain[0];
  const first = held === undefined ? (top?.to ?? '?') : classLabel(held.acquisition);
  return [
    { cpu: 0, lock: first, shared: held?.acquisition.mode === 'shared' },
    { cpu: 1, lock: top?.from ?? '?' },
    { cpu: 1, lock: first },
    {
      cpu: 0,
      lock: classLabel(wanted.acquisition),
      shared: wanted.acquisition.mode === 'shared',
    },
  ];
}

function originLines(step: CycleStep): string[] {
  return [
    `  ${step.from} --> ${step.to}: ${step.thread} in ${step.operation}`,
    `      ${step.from} at: ${siteText({ site: step.heldSite })}`,
    `      ${step.to} at: ${siteText(step)}`,
  ];
}
