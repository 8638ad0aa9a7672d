import { UsageError } from '../base/errors.ts';
import { type OutputFile, realPath } from './output-file.ts';

/**
 * Before anything is read or written.
 *
 * @throws {UsageError} where an output would be lost, or an input, or cannot be written
 */
export function checkOutputs(files: readonly string[], outputs: readonly OutputFile[]): void {
  for (const output of outputs) output.check();
  const inputs = files.map(realPath);
  const input = outputs.find(({ target }) => inputs.includes(target));
  if (input !== undefined) {
    throw new UsageError(`${input.file} is what is to be read`, 'give another name for the output');
  }
  if (new Set(outputs.map(({ target }) => target)).size < outputs.length) {
    throw new UsageError('page and trace are one file', 'give each a name of its own');
  }
}
