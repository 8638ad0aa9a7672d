import { importLines, type ImportLine } from '../import-lines.ts';
import { type Room, roomOf } from '../import-table.ts';
import type { Rule } from '../rule.ts';

/** Each room imports only what its row of the import table grants. */
export const importTableRule: Rule = {
  name: 'imports keep to the import table',
  check({ sources }) {
    const violations: string[] = [];
    for (const unit of sources) {
      if (!/^(src|emulator|bench)\//.test(unit.path)) continue;
      const room = roomOf(unit.path);
      if (room === undefined) {
        violations.push(`${unit.path}: no row of the import table covers this file`);
        continue;
      }
      for (const line of importLines(unit)) {
        if (!isGranted(room, line)) {
          const type = line.typeOnly ? 'type ' : '';
          violations.push(
            `${unit.path}:${line.line}: ${room.prefix} may not import ${type}'${line.specifier}'`,
          );
        }
      }
    }
    return violations;
  },
};

function isGranted(room: Room, { specifier, target, typeOnly }: ImportLine): boolean {
  if (target === undefined) return room.packages?.includes(specifier) ?? false;
  const granted = [room.prefix, ...room.ours, ...(typeOnly ? (room.types ?? []) : [])];
  return granted.some((prefix) => target.startsWith(prefix));
}
