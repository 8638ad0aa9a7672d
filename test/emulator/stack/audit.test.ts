import { describe, expect, test } from 'vitest';
import { BACKING, FREE_PAGES, PAGE_DATA, POOL } from '../../../emulator/memory-map.ts';
import { PAGE_HEADER } from '../../../emulator/page-bytes.ts';
import { pageOfFrame } from '../../../emulator/page-frame.ts';
import { StackFixture } from './stack-fixture.ts';

/** A stack with two resident objects and one swapped out, all written to. */
function used(): StackFixture {
  const fixture = new StackFixture();
  const { operations } = fixture.stacks[0];
  for (const object of [0, 1, 3]) operations.cpuAccess(object, 'write');
  operations.dropPages(1);
  return fixture;
}

function failures(fixture: StackFixture, complete = true): string[] {
  return fixture.audit(complete).findings.map(({ key }) => key.replace('corruption audit ', ''));
}

function pageOf(fixture: StackFixture, object: number): number {
  const region = fixture.memory.region(BACKING);
  const record = region.at(object * fixture.plan.pagesPerObject);
  return pageOfFrame(fixture.memory.i32[record + region.word.frame]);
}

describe('the final audit', () => {
  test('finds nothing wrong with a stack in order', () => {
    expect(failures(used())).toEqual([]);
    expect(failures(used(), false)).toEqual([]);
  });

  test.each([17, 1023])('finds word %i of a resident buffer changed, in a cut run too', (word) => {
    for (const complete of [true, false]) {
      const fixture = used();
      const data = fixture.memory.region(PAGE_DATA);
      fixture.memory.i32[data.at(pageOf(fixture, 3)) + word] ^= 1;
      expect(failures(fixture, complete)).toEqual(['wrong bytes']);
    }
  });

  test('finds a write that was not counted, and one that was lost', () => {
    const fixture = used();
    const data = fixture.memory.region(PAGE_DATA);
    fixture.memory.i32[data.at(pageOf(fixture, 3)) + PAGE_HEADER.version]--;
    const backing = fixture.memory.region(BACKING);
    const swapped = backing.at(1 * fixture.plan.pagesPerObject);
    fixture.memory.i32[swapped + backing.word.written]++;
    expect(failures(fixture)).toEqual(['lost write']);
  });

  test('finds a page that is nobody’s, and one that is two things', () => {
    const fixture = used();
    const bits = fixture.memory.region(FREE_PAGES);
    const page = pageOf(fixture, 0);
    fixture.memory.i32[bits.base + (page >>> 5)] |= 1 << (page & 31);
    const last = fixture.plan.poolPages - 1;
    fixture.memory.i32[bits.base + (last >>> 5)] &= ~(1 << (last & 31));
    expect(failures(fixture)).toEqual(
      expect.arrayContaining(['page leaked', 'page in two places', 'free page was written to']),
    );
  });

  test('finds pages and swap slots miscounted', () => {
    const fixture = used();
    const pool = fixture.memory.region(POOL);
    fixture.memory.i32[pool.base + pool.word.free]++;
    fixture.memory.i32[pool.base + pool.word.freeSwap]--;
    expect(failures(fixture)).toEqual(['free pages miscounted', 'free swap slots miscounted']);
  });

  test('finds a swap slot that two pages share', () => {
    const fixture = used();
    const backing = fixture.memory.region(BACKING);
    const slotWord = backing.word.swapSlot;
    const first = backing.at(1 * fixture.plan.pagesPerObject);
    const other = backing.at(1 * fixture.plan.pagesPerObject + 1);
    fixture.memory.i32[other + slotWord] = fixture.memory.i32[first + slotWord];
    expect(failures(fixture)).toContain('swap slot leaked or shared');
  });

  test.each(['pins', 'refs', 'filler', 'inside'] as const)('finds `%s` left behind', (word) => {
    const fixture = used();
    fixture.poke(0, word, word === 'refs' ? 2 : 1);
    expect(failures(fixture)).toEqual([`${word} not balanced`]);
  });

  test('finds locks that a thread left holding, and who it was', () => {
    const fixture = used();
    const [thread, other] = fixture.threads;
    thread.locks.mutexes('dma_buf.lock')[3].acquire();
    thread.locks.wwMutexes('reservation_ww_class_mutex')[1].acquire(null);
    other.locks.rwSemaphores('mmap_lock')[1].acquireWrite();
    const { findings, corrupted } = fixture.audit();
    expect(corrupted).toBe(0);
    expect(findings.map(({ type, threads }) => [type, threads[0]?.thread])).toEqual([
      ['held-at-exit', 'thread-1'],
      ['held-at-exit', 'thread-0'],
    ]);
    expect(findings[1].summary).toContain('dma_buf.lock(camera:3)');
    expect(findings[1].locks.map(({ class: name }) => name)).toEqual([
      'dma_buf.lock',
      'reservation_ww_class_mutex',
    ]);
  });

  test('finds readers, and asks no thread of a cut run for its locks', () => {
    for (const complete of [true, false]) {
      const fixture = used();
      fixture.threads[0].locks.rwSemaphores('mmap_lock')[0].acquireRead();
      const expected = complete ? ['held-at-exit audit somebody'] : [];
      expect(failures(fixture, complete)).toEqual(expected);
    }
  });

  test('finds an object on the LRU without pages', () => {
    const fixture = used();
    fixture.poke(3, 'resident', 0);
    expect(failures(fixture)).toContain('LRU out of step');
  });

  test('finds a job that nobody did', () => {
    const fixture = used();
    const { operations } = fixture.stacks[0];
    operations.beginSubmission();
    operations.addObject(0);
    operations.submit();
    expect(failures(fixture)).toEqual(
      expect.arrayContaining(['jobs left in a ring', 'pins not balanced', 'refs not balanced']),
    );
  });
});
