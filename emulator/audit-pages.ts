import type { AuditLog } from './audit-log.ts';
import type { AuditView } from './audit-view.ts';
import { isTablePage, tableEntry } from './sg-table.ts';
import { ATTACHMENT, FREE_PAGES, FREE_SWAP, PENDING, PENDING_DEPTH, POOL } from './memory-map.ts';

/** Every page of memory and every swap slot is free or somebody's, once, and the counts say so. */
export function auditPages(view: AuditView, log: AuditLog): void {
  const holders = new Int32Array(view.plan.poolPages);
  countFree(view, log, holders);
  countObjects(view, log, holders);
  countTables(view, log, holders);
  for (let page = 0; page < view.plan.poolPages; page++) {
    log.expect(
      holders[page] === 1,
      holders[page] === 0 ? 'page leaked' : 'page in two places',
      () => {
        const owner = view.page(page, 'owner');
        return `page ${page} is held ${holders[page]} times; its owner code is ${owner}`;
      },
    );
  }
  expectNothingPending(view, log);
  auditSwap(view, log);
}

function countFree(view: AuditView, log: AuditLog, holders: Int32Array): void {
  let free = 0;
  for (let page = 0; page < view.plan.poolPages; page++) {
    if (!view.isSet(FREE_PAGES, page)) continue;
    free++;
    holders[page]++;
    const wrong = view.bytes.firstUnpoisoned(page, 1);
    log.expect(wrong < 0, 'free page was written to', () => `page ${page}, word ${wrong}`);
  }
  const counted = view.word(POOL, 0, 'free');
  log.expect(
    counted === free,
    'free pages miscounted',
    () => `${free} are free, ${counted} counted`,
  );
}

function countObjects(view: AuditView, log: AuditLog, holders: Int32Array): void {
  for (let object = 0; object < view.plan.objects; object++) {
    const resident = view.object(object, 'resident') === 1;
    for (let page = 0; page < view.object(object, 'pages'); page++) {
      const frame = view.backing(object, page, 'frame');
      log.expect(
        (frame !== 0) === resident,
        'pages out of step with their object',
        () => `page ${page} of ${view.name(object)}, which is ${resident ? '' : 'not '}resident`,
      );
      countHeld(
        view,
        log,
        holders,
        frame,
        object + 1,
        () => `page ${page} of ${view.name(object)}`,
      );
    }
  }
}

function countTables(view: AuditView, log: AuditLog, holders: Int32Array): void {
  for (let attachment = 0; attachment < view.plan.importedSlots; attachment++) {
    const table = view.word(ATTACHMENT, attachment, 'table');
    const mapped = view.word(ATTACHMENT, attachment, 'users') > 0;
    const importer = view.plan.objects + attachment;
    log.expect(
      (table !== 0) === mapped,
      'sg table out of step with its users',
      () => `the attachment of ${view.name(importer)}`,
    );
    const owner = view.slots + 1 + attachment;
    countHeld(view, log, holders, table, owner, () => `sg table of ${view.name(importer)}`);
    if (table !== 0) compareTable(view, log, importer, table);
  }
}

/** A table that is in use names the pages that its buffer has now. */
function compareTable(view: AuditView, log: AuditLog, importer: number, table: number): void {
  const page = view.pageOf(table);
  if (page < 0) return;
  const { i32 } = view.memory;
  const at = view.bytes.at(page);
  const what = (): string => `sg table of ${view.name(importer)}`;
  log.expect(isTablePage(i32, at, importer - view.plan.objects), 'sg table overwritten', what);
  const buffer = view.object(importer, 'buffer');
  for (let entry = 0; entry < view.object(buffer, 'pages'); entry++) {
    const same = tableEntry(i32, at, entry) === view.backing(buffer, entry, 'frame');
    log.expect(same, 'stale sg table', () => `${what()}, entry ${entry}`);
  }
}

function countHeld(
  view: AuditView,
  log: AuditLog,
  holders: Int32Array,
  frame: number,
  owner: number,
  what: () => string,
): void {
  if (frame === 0) return;
  const page = view.pageOf(frame);
  const good = page >= 0 && view.page(page, 'owner') === owner;
  log.expect(good, 'stale page', () => `${what()} names page ${page}, which is not its own`);
  if (page >= 0) holders[page]++;
}

function expectNothingPending(view: AuditView, log: AuditLog): void {
  for (let record = 0; record < (view.plan.threads + 1) * PENDING_DEPTH; record++) {
    const object = view.word(PENDING, record, 'object') - 1;
    log.expect(object < 0, 'fill never ended', () => `of ${view.name(object)}`);
  }
}

function auditSwap(view: AuditView, log: AuditLog): void {
  const holders = new Int32Array(view.plan.swapPages);
  let free = 0;
  for (let slot = 0; slot < view.plan.swapPages; slot++) {
    if (!view.isSet(FREE_SWAP, slot)) continue;
    free++;
    holders[slot]++;
  }
  for (let object = 0; object < view.plan.objects; object++) {
    for (let page = 0; page < view.plan.pagesPerObject; page++) {
      const slot = view.backing(object, page, 'swapSlot') - 1;
      if (slot >= 0) holders[slot]++;
    }
  }
  for (let slot = 0; slot < view.plan.swapPages; slot++) {
    log.expect(
      holders[slot] === 1,
      'swap slot leaked or shared',
      () => `slot ${slot} is held ${holders[slot]} times`,
    );
  }
  const counted = view.word(POOL, 0, 'freeSwap');
  log.expect(
    counted === free,
    'free swap slots miscounted',
    () => `${free} are free, ${counted} counted`,
  );
}
