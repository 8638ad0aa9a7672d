import { describe, expect, test } from 'vitest';
import { ALL_RULES } from './rules/all-rules.ts';
import { parseSources, parseUnit, readTexts } from './source-unit.ts';
import { RULE_SAMPLES, type Sample } from './rule-samples.ts';

describe('the house', () => {
  const texts = readTexts();
  const house = { texts, sources: parseSources(texts) };

  test('is read', () => {
    expect(house.sources.map(({ path }) => path)).toContain('src/shared/layout.ts');
  });

  test.each(ALL_RULES)('$name', (rule) => {
    expect(rule.check(house)).toEqual([]);
  });
});

describe('each rule is able to fail', () => {
  test('and has its samples', () => {
    expect(RULE_SAMPLES.map(({ rule }) => rule)).toEqual(ALL_RULES);
  });

  describe.each(RULE_SAMPLES)('$rule.name', ({ rule, fires, silent }) => {
    test.each(fires)('fires: $why', (sample) => {
      expect(rule.check(houseOf(sample))).not.toEqual([]);
    });

    test.each(silent)('stays silent: $why', (sample) => {
      expect(rule.check(houseOf(sample))).toEqual([]);
    });
  });
});

function houseOf({ files }: Sample) {
  const sources = Object.entries(files).map(([path, text]) => parseUnit(path, text));
  return { texts: sources, sources };
}
