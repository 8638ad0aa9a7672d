import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvariantError } from '../../src/base/errors.ts';
import { html, trusted } from '../../src/page/markup/html.ts';
import { allOf, textIn, treeOf } from './markup-tree.ts';

describe('a template', () => {
  test('escapes text and attributes alike', () => {
    const evil = `"><script>alert('&')</script>`;
    const markup = String(html`<p title="${evil}">${evil}</p>`);
    expect(markup).not.toContain('<script');
    const [p] = allOf(treeOf(markup), 'p');
    expect(p?.attributes.get('title')).toBe(evil);
    expect(p === undefined ? '' : textIn(p)).toBe(evil);
  });

  test('takes markup as it is, lists in a row, and nothing as nothing', () => {
    const items = ['a', 'b'].map((name) => html`<li>${name}</li>`);
    expect(String(html`<ul>${items}${null}${undefined}</ul>`)).toBe(
      '<ul><li>a</li><li>b</li></ul>',
    );
    expect(String(html`<style>${trusted('a>b{}')}</style>`)).toBe('<style>a>b{}</style>');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %s: a defect', (value) => {
    expect(() => html`${value}`).toThrow(InvariantError);
  });

  test('keeps no character that a document must not have, nor one that turns the writing', () => {
    const text = String(html`${'a\u0000b\u001bc\u202ed\ud800e\tf\ng'}`);
    expect(text).toBe('a\ufffdb\ufffdc\ufffdd\ufffde\tf\ng');
    expect(String(html`${'🔒 µs é'}`)).toBe('🔒 µs é');
  });

  test('whatever the text, it comes out as it went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        const [p] = allOf(treeOf(String(html`<p a="${text}">${text}</p>`)), 'p');
        expect(p?.attributes.get('a')).toBe(text);
        expect(p?.children.join('')).toBe(text);
      }),
    );
  });
});
