/** Statuses of a process that a signal has ended: 128 and the signal's number. */
const STATUS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** The way out of our own, whatever becomes of `process.exit` while designs are about. */
const leave: (status: number) => never = process.exit.bind(process);

/**
 * Ctrl-C once asks for an end with results; twice, or a signal to end, stops at once. Call the
 * answer's `release` when there is nothing left to interrupt.
 */
export function listenForInterrupts(say: (text: string) => void): {
  readonly signal: AbortSignal;
  release(): void;
} {
  const controller = new AbortController();
  const onInterrupt = () => {
    if (controller.signal.aborted) leave(STATUS.SIGINT);
    say('finishing; once more stops at once\n');
    controller.abort();
  };
  // A handler that leaves in order, so that what a run has outside its memory is removed.
  const onEnd = (signal: 'SIGHUP' | 'SIGTERM') => leave(STATUS[signal]);
  process.on('SIGINT', onInterrupt).on('SIGTERM', onEnd).on('SIGHUP', onEnd);
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', onInterrupt).off('SIGTERM', onEnd).off('SIGHUP', onEnd);
    },
  };
}
