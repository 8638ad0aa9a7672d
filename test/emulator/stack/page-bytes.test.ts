import { describe, expect, test } from 'vitest';
import { PAGE_HEADER, PAGE_WORDS, PageBytes, contentOf } from '../../../emulator/page-bytes.ts';
import { frameOf, isFrameOf, pageOfFrame } from '../../../emulator/page-frame.ts';

function twoPages(): { i32: Int32Array; bytes: PageBytes } {
  const i32 = new Int32Array(new SharedArrayBuffer(2 * PAGE_WORDS * 4));
  return { i32, bytes: new PageBytes(i32, { base: 0, stride: PAGE_WORDS }) };
}

describe('PageBytes', () => {
  const identity = contentOf(5, 1, 2);

  test('a page just filled holds its content in every word', () => {
    const { bytes } = twoPages();
    bytes.create(1, identity, 2, 7);
    expect(bytes.firstWrongOfAll(1, identity, 2)).toBe(-1);
    bytes.writeLines(1, identity);
    expect(bytes.firstWrongOfAll(1, identity, 2)).toBe(-1);
  });

  test.each([PAGE_HEADER.identity, PAGE_HEADER.page, 16, 512, 1008])(
    'sees word %i changed',
    (at) => {
      const { bytes, i32 } = twoPages();
      bytes.create(0, identity, 2, 0);
      i32[at] ^= 1;
      expect(bytes.firstWrong(0, identity, 2)).toBe(at);
    },
  );

  test('the audit sees words that operations leave out', () => {
    const { bytes, i32 } = twoPages();
    bytes.create(0, identity, 2, 0);
    i32[1023] ^= 1;
    expect(bytes.firstWrong(0, identity, 2)).toBe(-1);
    expect(bytes.firstWrongOfAll(0, identity, 2)).toBe(1023);
  });

  test('content differs by buffer, by content number and by page', () => {
    const contents = new Set<number>();
    for (let buffer = 0; buffer < 40; buffer++) {
      for (let content = 1; content < 20; content++) {
        for (let page = 0; page < 20; page++) contents.add(contentOf(buffer, content, page));
      }
    }
    expect(contents.size).toBeGreaterThan(40 * 19 * 20 - 5);
  });

  test('a copy carries over what the source holds, right or wrong', () => {
    const { bytes, i32 } = twoPages();
    const other = contentOf(6, 1, 2);
    bytes.create(0, identity, 2, 0);
    bytes.create(1, other, 2, 0);
    bytes.copyLines(0, 1, identity ^ other);
    expect(bytes.firstWrongOfAll(1, other, 2)).toBe(-1);
    i32[160] = 0;
    bytes.copyLines(0, 1, identity ^ other);
    expect(bytes.firstWrong(1, other, 2)).toBe(160);
  });

  test('a poisoned page holds no content and shows any write', () => {
    const { bytes, i32 } = twoPages();
    bytes.create(0, identity, 2, 0);
    bytes.poison(0);
    expect(bytes.firstWrong(0, identity, 2)).toBe(PAGE_HEADER.identity);
    expect(bytes.firstUnpoisoned(0, 1)).toBe(-1);
    i32[PAGE_HEADER.version]++;
    expect(bytes.firstUnpoisoned(0)).toBe(PAGE_HEADER.version);
  });
});

describe('page frames', () => {
  test('name a page in one of its lives', () => {
    const frame = frameOf(0, 3);
    expect(pageOfFrame(frame)).toBe(0);
    expect(isFrameOf(frame, 0, 3)).toBe(true);
    expect(isFrameOf(frame, 0, 4)).toBe(false);
    expect(isFrameOf(frame, 1, 3)).toBe(false);
    expect(pageOfFrame(0)).toBe(-1);
    expect(pageOfFrame(frameOf(77_000, 0xfff))).toBe(77_000);
  });
});
