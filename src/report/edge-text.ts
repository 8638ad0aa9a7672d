import type { EdgeToCut } from '../run/cut-edges.ts';
import type { CutSuggestion } from '../run/suggest-cut.ts';
import { countText, pluralText } from './quantity.ts';
import { wrapped } from './wrapped.ts';

/** Pseudo class: to wait for any fence is to pass through it. */
const SIGNALLING_CLASS = 'dma_fence_map';

/** Places told of one edge; whoever changes it finds the others on the way. */
const PLACES_TOLD = 3;

/**
 * The edges of one run that have to go, best first, each with a way to do without it; none without
 * one. `of`: the run, where there are several.
 */
export function edgeLines(edges: readonly EdgeToCut[], of: string): string[] {
  const [first] = edges;
  if (first === undefined) return [];
  const { cyclesInAll, isLeast } = first;
  const sites = edges.reduce((sum, edge) => sum + edge.sites, 0);
  const broken = cyclesInAll === 1 ? 'the cycle' : `all ${countText(cyclesInAll)} cycles`;
  const least = isLeast
    ? `${pluralText(sites, 'site')} to change, and no choice has fewer`
    : `${pluralText(sites, 'site')} to change, the fewest found`;
  return [
    ...wrapped(`Edges to cut in ${of}, to break ${broken}: ${least}.`),
    ...edges.flatMap((edge, index) => edgeBlock(edge, `${index + 1}. `)),
  ];
}

/** For the JSON document: as it is, the suggestion also in words. */
export function edgeJson(edge: EdgeToCut) {
  return { ...edge, suggestion: { ...edge.suggestion, text: cutText(edge.suggestion) } };
}

/** The edge of a single finding, in one sentence. */
export function edgeLine({ from, to, places, suggestion }: EdgeToCut): string[] {
  return wrapped(`Edge to cut: ${from} > ${to}, at ${places.join(', ')}: ${cutText(suggestion)}`);
}

/** The edge in one line, the way to do without it, and where it is made. */
function edgeBlock(edge: EdgeToCut, mark: string): string[] {
  const { from, to, cycles, cyclesInAll, sites, places, suggestion } = edge;
  const indent = ' '.repeat(mark.length + 2);
  const all = cyclesInAll === 1 ? '' : `breaks ${cycles} of ${cyclesInAll} cycles, `;
  const more = places.length - PLACES_TOLD;
  return [
    `${mark}${from} > ${to}  (${all}${pluralText(sites, 'site')})`,
    ...wrapped(cutText(suggestion), indent),
    ...places.slice(0, PLACES_TOLD).map((place) => `${indent}at ${place}`),
    ...(more > 0 ? [`${indent}and ${pluralText(more, 'further site')}`] : []),
  ];
}

/** A suggestion in words, with its precedent in the kernel where there is one. */
function cutText(suggestion: CutSuggestion): string {
  const precedent = PRECEDENT[suggestion.kind];
  const words = wordsOf(suggestion);
  return precedent === undefined ? words : `${words}. Precedent: ${precedent}`;
}

function wordsOf(suggestion: CutSuggestion): string {
  switch (suggestion.kind) {
    case 'move-allocation-out':
      return allocationWords(suggestion);
    case 'wait-outside':
    case 'acquire-before-signalling':
    case 'signal-first':
    case 'test-in-reclaim':
      return eventWords(suggestion);
    case 'hold-once':
      return `take ${suggestion.lock} once, and call what needs it in a variant that expects it held`;
    case 'order-key':
      return (
        `give the locks of ${suggestion.lock} an order key and take them in ascending order, ` +
        'annotated as nested'
      );
    case 'acquire-context':
      return `take all locks of ${suggestion.lock} under one acquire context, and back off when told to`;
    case 'trylock-in-reclaim':
      return `try ${suggestion.lock} in reclaim, and skip the object when it is busy`;
    case 'context-order': {
      const { lock, context, place } = suggestion;
      return place === 'before'
        ? `take ${lock} before the transaction over ${context} begins`
        : `take ${lock} inside the transaction over ${context} only, once all its locks are held`;
    }
    case 'trylock-and-back-off': {
      const { outer, inner } = suggestion;
      return (
        `take both in one order; where that cannot be, try ${inner}, and when it is refused ` +
        `release ${outer} and start over`
      );
    }
  }
}

function allocationWords({
  lock,
  alternative,
}: Extract<CutSuggestion, { readonly kind: 'move-allocation-out' }>): string {
  return alternative === 'nofs-scope'
    ? `allocate before ${lock} is taken; where that cannot be, in a nofs scope or with GFP_NOFS`
    : `allocate before the signalling section begins; where that cannot be, without waiting`;
}

function eventWords(suggestion: Extract<CutSuggestion, { readonly event: string }>): string {
  const event = suggestion.event === SIGNALLING_CLASS ? 'the fence' : suggestion.event;
  switch (suggestion.kind) {
    case 'wait-outside':
      return `release ${suggestion.lock} before the wait for ${event}, and look again after it`;
    case 'acquire-before-signalling':
      return `take ${suggestion.lock} before the section begins that has to signal ${event}`;
    case 'signal-first':
      return `signal ${event} before the wait for ${suggestion.awaited}`;
    case 'test-in-reclaim':
      return `test ${event} in reclaim without waiting, and skip the object when it is not done`;
  }
}

/** Where the kernel does it so. */
const PRECEDENT: Readonly<Partial<Record<CutSuggestion['kind'], string>>> = {
  'hold-once':
    'dma_buf_map_attachment(), which expects the reservation held, beside its _unlocked variant',
  'order-key': 'lock_two_nondirectories() orders by address; mutex_lock_nested() annotates',
  'acquire-context': 'drm_exec, over ww_acquire_ctx',
  'move-allocation-out':
    'dma_resv_reserve_fences() allocates ahead; memalloc_nofs_save() is the scope',
  'trylock-in-reclaim': 'the i915 and msm shrinkers',
  'test-in-reclaim': 'dma_resv_test_signaled()',
  'wait-outside': 'a fault in TTM drops mmap_lock before it waits for a fence, and is retried',
  'context-order': 'dma_resv_lockdep() primes mmap_lock > acquire context > reservation',
  'trylock-and-back-off': 'ttm_bo_vm_reserve() tries the reservation under mmap_lock',
};
