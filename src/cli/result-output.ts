/**
 * From here on standard output is for results alone: whatever else prints there, for example a
 * user's design as it is loaded, goes to standard error. Answers how to print a result. It lasts
 * until the process ends, since a design may print at any time.
 */
export function divertOutput(): (text: string) => void {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr);
  return (text) => {
    write(text);
  };
}
