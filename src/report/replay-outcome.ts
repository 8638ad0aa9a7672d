import type { Recording } from '../explore/recording.ts';
import type { ReplayOrigin } from '../explore/replay-file.ts';
import type { ReplayResult } from '../explore/replay-session.ts';

/** What `lockyard replay` has to tell, before it is words or JSON. */
export interface ReplayReport {
  /** For example `lockyard 0.1.0`. */
  readonly tool: string;
  readonly versions: { readonly lockyard: string; readonly node: string; readonly v8: string };
  readonly cores: number;
  readonly rerun: string;
  readonly file: string;
  readonly recording: Recording;
  readonly origin: ReplayOrigin;
  /** What has changed since, and what was done about it; a sentence each. */
  readonly notes: readonly string[];
  readonly result: ReplayResult;
  /** How often it was asked for. */
  readonly asked: number;
  readonly exitStatus: number;
}
