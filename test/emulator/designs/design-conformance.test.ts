import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allDesigns } from '../../../emulator/design-catalog.ts';
import type { LockingDesign } from '../../../emulator/locking-design.ts';
import { FakeStack, IMPORTED_BUFFERS } from './fake-stack.ts';
import { type Injection, RefusalPlan } from './refusal-plan.ts';
import { STORIES, type Story } from './stories.ts';

const DESIGNS = await allDesigns();

/** A cycle of locks only, which the orders of a single thread show; one through an event does not. */
function inverts({ expects, locks }: LockingDesign): boolean {
  const events = Object.values(locks).some(({ kind }) => kind === 'completion');
  return expects === 'deadlocks' && !events;
}

interface Played {
  readonly refusals: RefusalPlan;
  readonly stack: FakeStack;
}

/** Plays a story with the given refusals and checks what must be true whatever was refused. */
function play(design: LockingDesign, story: Story, injections: readonly Injection[]): Played {
  const refusals = new RefusalPlan(injections);
  const stack = new FakeStack(design, refusals);
  for (const object of story.populated) stack.populate(object);
  let outcome: string;
  try {
    outcome = story.play(stack);
  } catch (error) {
    throw new Error(`${design.name}, ${story.name}, ${refusals.describe()}`, { cause: error });
  }
  const kept = story.pins !== null && outcome === 'done' ? [story.pins] : [];
  expect(leftovers(stack, kept), `${story.name}: ${outcome}; ${refusals.describe()}`).toEqual({
    held: [],
    liveContexts: 0,
    incomplete: [],
    claimed: [],
    prepared: [],
    pinsOff: [],
    publishedTwice: false,
  });
  return { refusals, stack };
}

function leftovers(stack: FakeStack, kept: readonly number[]) {
  // Each mapping pins its exporter's object once, and belongs to an imported object with pages.
  const expected = stack.pins.map((_, object) => kept.filter((pinned) => pinned === object).length);
  stack.mapped.forEach((count, attachment) => {
    expected[IMPORTED_BUFFERS[attachment]] += count;
  });
  return {
    held: stack.order.held.map(({ name }) => name),
    liveContexts: stack.contexts.filter(({ live }) => live).length,
    incomplete: stack.completions.filter((event) => !event.isComplete()).map(({ name }) => name),
    claimed: [...stack.claims],
    prepared: stack.prepared,
    pinsOff: stack.pins.flatMap((pins, object) => (pins === expected[object] ? [] : [object])),
    publishedTwice: stack.published > 1,
  };
}

describe('the catalog', () => {
  it('finds every design by its file', () => {
    const files = readdirSync(new URL('../../../emulator/designs/', import.meta.url));
    const names = files.map((file) => basename(file, '.ts'));
    expect(DESIGNS.map(({ design }) => design.name)).toEqual(names.toSorted());
    expect(names).toContain('merged');
  });
});

describe.each(DESIGNS.map((found) => [found.design.name, found] as const))('%s', (name, found) => {
  const { design, url } = found;

  it('is named after its file and says where it comes from', () => {
    expect(basename(url).replace(/\.[jt]s$/, '')).toBe(name);
    expect(design.summary.length).toBeGreaterThan(10);
    expect(design.source.length).toBeGreaterThan(10);
  });

  it.each(STORIES)('leaves nothing behind: $name, any one refusal', (story) => {
    const undisturbed = play(design, story, []);
    for (const injection of undisturbed.refusals.injections()) play(design, story, [injection]);
  });

  it('leaves nothing behind when the unwinding of a refusal meets another one', () => {
    for (const story of STORIES) {
      for (const first of play(design, story, []).refusals.injections()) {
        const once = play(design, story, [first]);
        for (const second of once.refusals.injections(first.point + 1)) {
          play(design, story, [first, second]);
        }
      }
    }
  });

  it('shows the order of locks that it is meant to show', () => {
    const cycles = STORIES.map((story) => play(design, story, []).stack.order);
    const merged = cycles[0];
    for (const other of cycles.slice(1)) merged.include(other);
    if (inverts(design)) expect(merged.cycle()).not.toBeNull();
    else expect(merged.cycle()).toBeNull();
    if (design.expects === 'clean') expect(merged.broken(design.promises)).toBeNull();
  });
});
