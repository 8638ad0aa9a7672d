/** The last two parts of a path: enough to know a file by, on any machine. */
export function shortPath(file: string): string {
  return file.split(/[/\\]/).slice(-2).join('/');
}
