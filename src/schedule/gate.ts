/**
 * One thread's gate: it waits here until the turn is handed to it.
 *
 * | word | meaning | who moves it on |
 * | --- | --- | --- |
 * | 0 | closed, its thread runs or looks | who hands over: to 1; its thread, about to sleep: to 2 |
 * | 1 | open | its thread, as it passes: to 0 |
 * | 2 | closed, its thread sleeps or is about to | who hands over: to 1, then wakes it |
 *
 * One turn, one holder: nobody opens a gate but who holds the turn, so a gate is never opened twice.
 */
const CLOSED = 0;
const OPEN = 1;
const ASLEEP = 2;

export function openGate(i32: Int32Array, gate: number): void {
  // Pairs with the loads and the compare-exchange of who waits; all that was written before is seen.
  if (Atomics.exchange(i32, gate, OPEN) === ASLEEP) Atomics.notify(i32, gate, 1);
}

/** Spins for `spins` loads, then sleeps. */
export function passGate(i32: Int32Array, gate: number, spins: number): void {
  for (let spin = 0; spin < spins; spin++) {
    // Pairs with the exchange in openGate.
    if (Atomics.load(i32, gate) === OPEN) {
      Atomics.store(i32, gate, CLOSED);
      return;
    }
  }
  // Pairs with the exchange in openGate: it finds ASLEEP and wakes, or this finds it open.
  while (Atomics.compareExchange(i32, gate, CLOSED, ASLEEP) !== OPEN) {
    Atomics.wait(i32, gate, ASLEEP);
    if (Atomics.load(i32, gate) === OPEN) break;
  }
  // Nobody else moves an open gate.
  Atomics.store(i32, gate, CLOSED);
}
