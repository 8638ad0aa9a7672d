import { expect, test } from 'vitest';
import { findingText } from '../../src/report/finding-text.ts';
import { findingOf } from './fixtures/findings.ts';

const CONTEXT = {
  where: 'lockyard 0.1.0, design resv-in-map, workload mixed',
} as const;

test.each(['off', 'stats'] as const)(
  'at level %s a stall may be a deadlock, and says so',
  (level) => {
    const told = findingText(findingOf({ type: 'stall' }), 1, { ...CONTEXT, level });
    expect(told).toContain(`deadlocks are not looked for at level ${level}`);
    expect(told).toContain('Run it again with --level full to know.');
    expect(told).not.toContain('no cycle of waits explains it');
  },
);

test('at level order deadlocks are looked for, so a stall is none', () => {
  const told = findingText(findingOf({ type: 'stall' }), 1, { ...CONTEXT, level: 'order' });
  expect(told).toContain('no cycle of waits explains it');
  expect(told).not.toContain('--level full');
});
