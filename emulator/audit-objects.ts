import type { AuditLog } from './audit-log.ts';
import type { AuditView } from './audit-view.ts';
import { ATTACHMENT, DEAD, HANDLE, LRU, OBJECT_STATE, RING } from './memory-map.ts';

/** Nobody holds anything any more: pins, references, claims, jobs; the LRU has who has pages. */
export function auditObjects(view: AuditView, log: AuditLog): void {
  const { pins, refs } = expectedCounts(view);
  for (let object = 0; object < view.slots; object++) {
    expectCount(view, log, object, 'pins', pins[object]);
    expectCount(view, log, object, 'refs', refs[object]);
    expectCount(view, log, object, 'filler', 0);
    expectCount(view, log, object, 'inside', 0);
    const dead = view.object(object, 'refs') === 0;
    const buried = view.isSet(DEAD, object);
    const empty = view.object(object, 'state') === OBJECT_STATE.empty;
    log.expect(
      dead === (buried || empty),
      'object neither alive nor dead',
      () => `${view.name(object)} has ${view.object(object, 'refs')} references`,
    );
  }
  auditLru(view, log);
  auditRings(view, log);
}

function expectCount(
  view: AuditView,
  log: AuditLog,
  object: number,
  word: 'pins' | 'refs' | 'filler' | 'inside',
  expected: number,
): void {
  const found = view.object(object, word);
  log.expect(
    found === expected,
    `${word} not balanced`,
    () => `${view.name(object)} has ${word} ${found}, expected ${expected}`,
  );
}

/** A mapped attachment pins its buffer; names, handles and importers reference an object. */
function expectedCounts(view: AuditView): { pins: Int32Array; refs: Int32Array } {
  const pins = new Int32Array(view.slots);
  const refs = new Int32Array(view.slots);
  for (let object = 0; object < view.slots; object++) {
    const state = view.object(object, 'state');
    if (!view.isImported(object)) {
      if (state === OBJECT_STATE.alive) refs[object]++;
    } else if (state !== OBJECT_STATE.empty) {
      const buffer = view.object(object, 'buffer');
      refs[buffer]++;
      if (view.word(ATTACHMENT, object - view.plan.objects, 'users') > 0) pins[buffer]++;
    }
    for (let client = 0; client < view.plan.clients; client++) {
      const opened = view.word(HANDLE, client * view.slots + object, 'opened');
      if (opened !== 0 && opened === view.object(object, 'generation')) refs[object]++;
    }
  }
  return { pins, refs };
}

function auditLru(view: AuditView, log: AuditLog): void {
  const listed = new Uint8Array(view.slots + 1);
  let entry = view.word(LRU, 0, 'next');
  let length = 0;
  for (; entry !== 0 && length <= view.slots; entry = view.word(LRU, entry, 'next')) {
    listed[entry] = 1;
    length++;
  }
  log.expect(length === view.word(LRU, 0, 'linked'), 'LRU miscounted', () => {
    return `${length} objects are on it, ${view.word(LRU, 0, 'linked')} counted`;
  });
  for (let object = 0; object < view.slots; object++) {
    const resident = view.object(object, 'resident') === 1;
    log.expect(
      (listed[object + 1] === 1) === resident,
      'LRU out of step',
      () => `${view.name(object)} is ${resident ? 'resident but not' : 'not resident but'} on it`,
    );
  }
  for (let attachment = 0; attachment < view.plan.importedSlots; attachment++) {
    const object = view.plan.objects + attachment;
    const resident = view.object(object, 'resident');
    const users = view.word(ATTACHMENT, attachment, 'users');
    const deferred = view.word(ATTACHMENT, attachment, 'deferred');
    log.expect(
      users === resident + deferred,
      'attachment users not balanced',
      () => `${view.name(object)}: ${users} users, resident ${resident}, deferred ${deferred}`,
    );
  }
}

function auditRings(view: AuditView, log: AuditLog): void {
  for (let engine = 0; engine < view.plan.engines; engine++) {
    const tail = view.word(RING, engine, 'tail');
    const completed = view.word(RING, engine, 'completed');
    const free = view.word(RING, engine, 'freeSlots');
    log.expect(
      tail === completed && free === view.plan.ringSlots,
      'jobs left in a ring',
      () => `engine ${engine}: ${tail} queued, ${completed} done, ${free} slots free`,
    );
  }
}
