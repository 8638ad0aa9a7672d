import type { AuditLog } from './audit-log.ts';
import type { AuditView } from './audit-view.ts';
import { PAGE_BYTES, PAGE_HEADER, PAGE_WORDS, PageBytes, contentOf } from './page-bytes.ts';
import { POOL } from './memory-map.ts';
import { swapDevice } from './swap.ts';

/**
 * Every byte of every buffer, resident or swapped out.
 *
 * @param complete after a run that was cut, versions may be ahead of the writes counted, and an
 *   object that a thread was working on is left out
 */
export function auditContent(view: AuditView, log: AuditLog, complete: boolean): void {
  const swapped = new SwappedPage(view.word(POOL, 0, 'swapFile') - 1);
  for (let object = 0; object < view.plan.objects; object++) {
    if (!complete && view.object(object, 'inside') !== 0) continue;
    const resident = view.object(object, 'resident') === 1;
    for (let page = 0; page < view.object(object, 'pages'); page++) {
      if (resident) auditResident(view, log, object, page, complete);
      else auditSwapped(view, log, object, page, swapped);
    }
  }
}

function auditResident(
  view: AuditView,
  log: AuditLog,
  object: number,
  number: number,
  complete: boolean,
): void {
  const page = view.pageOf(view.backing(object, number, 'frame'));
  const where = (): string => `page ${number} of ${view.name(object)}, in memory`;
  log.expect(page >= 0, 'page lost', where);
  if (page < 0) return;
  const wrong = view.bytes.firstWrongOfAll(page, identityOf(view, object, number), number);
  log.expect(wrong < 0, 'wrong bytes', () => `${where()}: word ${wrong}`);
  if (!complete) return;
  const version = view.memory.i32[view.bytes.at(page) + PAGE_HEADER.version];
  const written = view.backing(object, number, 'written');
  log.expect(version === written, 'lost write', () => {
    return `${where()}: version ${version}, but written ${written} times`;
  });
}

function auditSwapped(
  view: AuditView,
  log: AuditLog,
  object: number,
  number: number,
  swapped: SwappedPage,
): void {
  const slot = view.backing(object, number, 'swapSlot') - 1;
  const written = view.backing(object, number, 'written');
  const where = (): string => `page ${number} of ${view.name(object)}, in swap slot ${slot}`;
  log.expect(slot >= 0 || written === 0, 'page lost', where);
  if (slot < 0) return;
  const bytes = swapped.read(slot);
  const wrong = bytes.firstWrongOfAll(0, identityOf(view, object, number), number);
  log.expect(wrong < 0, 'wrong bytes', () => `${where()}: word ${wrong}`);
  log.expect(swapped.version() === written, 'lost write', () => {
    return `${where()}: version ${swapped.version()}, but written ${written} times`;
  });
}

function identityOf(view: AuditView, object: number, number: number): number {
  return contentOf(object, view.object(object, 'content'), number);
}

/** One page read back from the swap file. */
class SwappedPage {
  readonly #words = new Int32Array(PAGE_WORDS);
  readonly #bytes = new PageBytes(this.#words, { base: 0, stride: PAGE_WORDS });
  readonly #device;

  constructor(descriptor: number) {
    this.#device = swapDevice(descriptor, new Uint8Array(this.#words.buffer, 0, PAGE_BYTES));
  }

  read(slot: number): PageBytes {
    this.#device.read(slot, 0);
    return this.#bytes;
  }

  version(): number {
    return this.#words[PAGE_HEADER.version];
  }
}
