/** What is said of the machine, a line each: name and value with its unit. */
export type HostFacts = readonly (readonly [name: string, value: string])[];

/** What every part of a page says of where it comes from. */
export interface Part {
  /** Name of the file that it was read from. */
  readonly file: string;
  /** The command that made it, to run it again. */
  readonly command: string;
  readonly host: HostFacts;
  /** What a reader has to know before any figure: the file is cut, designs were skipped. */
  readonly warnings: readonly string[];
}
