/** An exception on the coordinator that nobody caught, in one line. */
export class StrayError extends Error {
  override readonly name = 'StrayError';

  constructor(error: unknown) {
    const told = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const frame = error instanceof Error ? /^\s+(at .*)$/m.exec(error.stack ?? '')?.[1] : undefined;
    const where = frame === undefined ? '' : ` ${frame}`;
    super(`internal error: nobody caught ${told.replaceAll('\n', ' ')}${where}`);
  }
}

/**
 * Exceptions and rejections that nobody catches abort the signal, the first one as its reason, so
 * that a session can end in order with what it has.
 */
export function listenForStrayErrors(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const onError = (error: unknown) => controller.abort(new StrayError(error));
  process.on('uncaughtException', onError);
  return {
    signal: controller.signal,
    release: () => process.off('uncaughtException', onError),
  };
}
