import type { CaseVerdict } from '../trace/case-trial.ts';
import { checkFindingText } from './check-finding-text.ts';
import type { CheckOutcome } from './check-outcome.ts';
import { edgeJson } from './edge-text.ts';

/** The one JSON document of `check --json`; fields as the command line's contract names them. */
export function checkJson(outcome: CheckOutcome): string {
  const { versions, rerun, exitStatus, skipped, cases } = outcome;
  const document = {
    kind: 'check',
    versions,
    rerun,
    exitStatus,
    skipped,
    cases: cases.map((verdict) => caseJson(verdict, outcome)),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function caseJson(told: CaseVerdict, outcome: CheckOutcome) {
  const { finding, ...verdict } = told;
  const text = checkFindingText(told, outcome);
  const cut = outcome.cuts.get(told);
  return {
    ...verdict,
    finding: finding === null ? null : { ...finding, text },
    cut: cut === undefined ? null : edgeJson(cut),
  };
}
