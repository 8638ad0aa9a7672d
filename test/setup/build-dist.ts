import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Brings `dist` up to date (incremental), since threads run from there. Once a test run. */
export function setup(): void {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const options = ['-p', 'tsconfig.build.json', '--incremental', '--tsBuildInfoFile'];
  execFileSync(process.execPath, [compiler, ...options, 'dist/.tsbuildinfo'], {
    cwd: root,
    stdio: 'inherit',
  });
}
