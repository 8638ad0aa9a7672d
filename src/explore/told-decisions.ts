import { createHash } from 'node:crypto';
import type { LoggedDecision } from '../schedule/decision-log.ts';
import {
  POINT,
  POINT_KIND_MASK,
  POINT_SHARED,
  POINT_SUBCLASS_SHIFT,
} from '../schedule/schedule-view.ts';
import type { Evidence } from '../validate/evidence.ts';
import type { RecordedDecision } from './recording.ts';

const FINGERPRINT_DIGITS = 8;

const WORDS: Readonly<Record<number, string>> = {
  [POINT.begin]: 'begin',
  [POINT.acquire]: 'lock',
  [POINT.try]: 'try',
  [POINT.timed]: 'timed lock',
  [POINT.release]: 'release',
  [POINT.wait]: 'wait',
  [POINT.signal]: 'signal',
  [POINT.pass]: 'step',
};

/** Points that are acquisitions as the order validator sees them, and so have a site. */
const ACQUIRING: readonly number[] = [POINT.acquire, POINT.try, POINT.timed, POINT.wait];

/** What a decision is without its fingerprint. */
export type BareDecision = Omit<RecordedDecision, 'fingerprint'>;

/** Decisions of a run that has ended, in names; sites are where such an acquisition was learnt. */
export function tellDecisions(
  evidence: Evidence,
  decisions: readonly LoggedDecision[],
): RecordedDecision[] {
  return decisions.map((logged) => {
    const name = logged.lock < 0 ? null : evidence.lockName(logged.lock);
    return withFingerprint({
      enabled: logged.enabled.map((thread) => evidence.threadName(thread)),
      run: evidence.threadName(logged.chosen),
      op: opWords(logged.point),
      lock: name?.name ?? null,
      class: name?.class ?? null,
      site: siteOf(evidence, logged),
    });
  });
}

export function withFingerprint(decision: BareDecision): RecordedDecision {
  return { ...decision, fingerprint: fingerprintOf(decision) };
}

/** Of what a replay must meet again. A line that has moved is no other step. */
export function fingerprintOf({ enabled, run, op, lock, class: name }: BareDecision): string {
  const told = JSON.stringify([enabled, run, op, lock, name]);
  return createHash('sha256').update(told).digest('hex').slice(0, FINGERPRINT_DIGITS);
}

function opWords(point: number): string {
  const word = WORDS[point & POINT_KIND_MASK] ?? 'step';
  const subclass = point >> POINT_SUBCLASS_SHIFT;
  const shared = (point & POINT_SHARED) === 0 ? '' : ' shared';
  return `${word}${shared}${subclass === 0 ? '' : ` nested ${subclass}`}`;
}

function siteOf({ registry, chains }: Evidence, { lock, point, row }: LoggedDecision): string {
  const kind = point & POINT_KIND_MASK;
  if (lock < 0 || row === 0 || !ACQUIRING.includes(kind)) return '';
  const { classIndex } = registry.plan.locks[lock] as { classIndex: number };
  const how = { shared: (point & POINT_SHARED) !== 0, tried: kind === POINT.try };
  const subclass = point >> POINT_SUBCLASS_SHIFT;
  // A ww-mutex is learnt as nested under its context, if it is under one.
  const nestClass = nestOf(registry.plan.classes[classIndex]?.context, registry);
  for (const nest of nestClass === -1 ? [-1] : [nestClass, -1]) {
    const next = chains.next(
      row,
      registry.slotFor(classIndex, { ...how, subclass, nestClass: nest }),
    );
    if (next !== 0) return chains.siteOf(chains.chainOfRow(next))[0] ?? '';
  }
  return '';
}

function nestOf(context: string | undefined, registry: Evidence['registry']): number {
  return context === undefined ? -1 : registry.classIndex(context);
}
