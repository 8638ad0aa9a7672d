/** One `lock()` of a scenario: in which column, on what. */
export interface ScenarioStep {
  readonly cpu: 0 | 1;
  readonly lock: string;
  /** A reader: told as `rlock()`. */
  readonly shared?: boolean;
}

const SECOND_COLUMN = ' '.repeat(31);

/** The kernel's "Possible unsafe locking scenario", one column per CPU. */
export function scenarioTable(steps: readonly ScenarioStep[]): string[] {
  const two = steps.some((step) => step.cpu === 1);
  return [
    ' Possible unsafe locking scenario:',
    '',
    two ? '       CPU0                    CPU1' : '       CPU0',
    two ? '       ----                    ----' : '       ----',
    ...steps.map(({ cpu, lock, shared }) => {
      const indent = cpu === 0 ? '  ' : SECOND_COLUMN;
      return `${indent}${shared === true ? 'rlock' : 'lock'}(${lock});`;
    }),
    '',
    ' *** DEADLOCK ***',
  ];
}
