/**
 * Whether a stream wants colours and lines that renew themselves: only a terminal that nobody has
 * declared plain (https://no-color.org), and no log of a CI.
 */
export function wantsDecoration(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  const refused =
    Boolean(environment['NO_COLOR']) ||
    Boolean(environment['CI']) ||
    environment['TERM'] === 'dumb';
  return stream.isTTY === true && !refused;
}
