import { existsSync, readFileSync } from 'node:fs';

export const TOOL = 'lockyard';

/** Version of this package; the sources and `dist` lie at different depths below its root. */
export function toolVersion(): string {
  let manifest = new URL('./package.json', import.meta.url);
  while (!existsSync(manifest) && manifest.pathname !== '/package.json') {
    manifest = new URL('../package.json', manifest);
  }
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
