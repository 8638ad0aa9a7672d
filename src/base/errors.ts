/** This project is wrong: a state that its own rules exclude. Ends in exit status 70. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** The input is wrong; `mend` says how to put it right. Ends in exit status 2. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
  readonly mend: string;

  constructor(message: string, mend: string) {
    super(message);
    this.mend = mend;
  }
}

/** A fixed table of the shared memory is full; names the option to raise. */
export class CapacityError extends UsageError {
  override readonly name = 'CapacityError';
  readonly option: string;

  constructor(table: string, capacity: number, option: string) {
    super(`the table "${table}" is full at ${capacity} records`, `raise ${option}`);
    this.option = option;
  }
}
