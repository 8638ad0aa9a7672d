/** An option as it was understood, and what it is when nobody gives it. */
export interface GivenOption {
  readonly flag: string;
  readonly value: string | boolean | undefined;
  readonly standard?: string | boolean;
  /** Written out even when it is the default: what a repetition hangs on. */
  readonly always?: boolean;
}

/** The command that runs the same again: every option that differs from its default. */
export function rerunCommand(command: string, options: readonly GivenOption[]): string {
  const words = options.flatMap(({ flag, value, standard, always }) => {
    if (value === undefined || value === false || (value === standard && always !== true))
      return [];
    return value === true ? [flag] : [flag, quoted(value)];
  });
  return ['npx', 'lockyard', command, ...words].join(' ');
}

/** Quoted for a POSIX shell where that is needed. */
function quoted(word: string | boolean): string {
  const text = String(word);
  return /^[\w./:,@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
