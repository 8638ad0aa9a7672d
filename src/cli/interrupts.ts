const STOPPED_BY_INTERRUPT = 130;

/**
 * Ctrl-C once asks for an end with results, twice stops at once. Call the answer's `release` when
 * there is nothing left to interrupt.
 */
export function listenForInterrupts(say: (text: string) => void): {
  readonly signal: AbortSignal;
  release(): void;
} {
  const controller = new AbortController();
  const onInterrupt = () => {
    if (controller.signal.aborted) process.exit(STOPPED_BY_INTERRUPT);
    say('finishing; once more stops at once\n');
    controller.abort();
  };
  process.on('SIGINT', onInterrupt);
  return { signal: controller.signal, release: () => process.off('SIGINT', onInterrupt) };
}
