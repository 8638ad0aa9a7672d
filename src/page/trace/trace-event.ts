/**
 * An event of the Chrome trace event format; times in microseconds. M: a name; X: a slice; i: a
 * moment; s, f: beginning and end of an arrow between slices.
 */
export interface TraceEvent {
  readonly ph: 'M' | 'X' | 'i' | 's' | 'f';
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  readonly cat?: string;
  readonly ts?: number;
  readonly dur?: number;
  readonly id?: number;
  /** f: it ends in the slice around it. */
  readonly bp?: 'e';
  /** i: on its track, or over all of its group. */
  readonly s?: 't' | 'p';
  readonly args?: Readonly<Record<string, string | number | boolean>>;
}
