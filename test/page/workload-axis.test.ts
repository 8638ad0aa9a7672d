import { describe, expect, it } from 'vitest';
import { workloadAxes } from '../../src/page/bench/workload-axis.ts';

const valuesOf = (...workloads: readonly string[]) =>
  workloadAxes(workloads).map(({ label, of, places }) => [
    label,
    of,
    places.map(({ value }) => value).join(' '),
  ]);

describe('the axes in the names of workloads', () => {
  it('are the settings that one workload has at several values', () => {
    expect(valuesOf('mixed', 'mixed:sharing=100', 'mixed:sharing=10', 'prime-share')).toEqual([
      ['sharing (%)', 'mixed', 'not set 10 100'],
    ]);
  });

  it('keep what else is set apart', () => {
    const workloads = ['m:pages=4+section=1us', 'm:section=2us+pages=4', 'm:section=2us+pages=8'];
    expect(valuesOf(...workloads)).toEqual([
      ['pages per object', 'm:section=2us', '4 8'],
      ['section length', 'm:pages=4', '1us 2us'],
    ]);
  });

  it('go by time, not by digits, and put what is no number last', () => {
    const times = ['m:section=some', 'm:section=2ms', 'm:section=10us', 'm:section=500ns'];
    expect(valuesOf(...times)).toEqual([['section length', 'm', '500ns 10us 2ms some']]);
  });

  it('are none where nothing is varied, whatever the names are', () => {
    expect(valuesOf('mixed', 'prime-share')).toEqual([]);
    expect(valuesOf('mixed:sharing=10', 'prime-share:sharing=20')).toEqual([]);
    expect(valuesOf('', ':', '::=', '__proto__:constructor')).toEqual([]);
  });
});
