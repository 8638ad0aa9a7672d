import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import type { Host } from '../compare/ledger.ts';

/** The machine that a comparison is made on. */
export function thisHost(): Host {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    node: process.versions.node,
    os: `${type()} ${release()}`,
    load: loadavg()[0] ?? 0,
  };
}
