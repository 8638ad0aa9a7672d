/**
 * A short lock over one shared word for the instrument's own tables (wait queues, order graph,
 * journal). Not instrumented, never held over an emulated lock, never held while sleeping.
 *
 * | word | meaning | who moves it on |
 * | --- | --- | --- |
 * | 0 | free | who closes it: to 1 |
 * | 1 | closed, nobody sleeps | the holder: to 0; a waiter: to 2 |
 * | 2 | closed, somebody may sleep | the holder: to 0, then wakes one, who moves it to 2 |
 *
 * Drepper, "Futexes Are Tricky", mutex2; with a bounded spin, since it is held for about 100 ns.
 */
const SPINS = 200;

export function closeLatch(i32: Int32Array, index: number): void {
  // Pairs with the exchange in openLatch: what the last holder wrote is visible from here on.
  if (Atomics.compareExchange(i32, index, 0, 1) === 0) return;
  for (let spin = 0; spin < SPINS; spin++) {
    // Pairs with openLatch's exchange.
    if (Atomics.load(i32, index) === 0 && Atomics.compareExchange(i32, index, 0, 1) === 0) return;
  }
  // Pairs with openLatch: leaving 2 behind makes the holder wake one sleeper.
  while (Atomics.exchange(i32, index, 2) !== 0) Atomics.wait(i32, index, 2);
}

export function openLatch(i32: Int32Array, index: number): void {
  // Pairs with the compare-exchange and exchange in closeLatch.
  if (Atomics.exchange(i32, index, 0) === 2) Atomics.notify(i32, index, 1);
}
