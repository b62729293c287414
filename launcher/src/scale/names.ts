import { LauncherError } from '../launcherError.ts';
import { PROCESS_NAMES, type ProcessName } from '../settings.ts';

/**
 * Reads `ticket,customer`; nothing means all.
 * @throws LauncherError
 */
export function readNames(text: string): ProcessName[] | undefined {
  const names = text.split(',').map((name) => name.trim()).filter(Boolean);
  const unknown = names.filter((name) => !(PROCESS_NAMES as readonly string[]).includes(name));
  if (unknown.length > 0) throw new LauncherError(unknown.map((name) => `there is no process "${name}": choose from ${PROCESS_NAMES.join(', ')}`).join('\n'));
  return names.length > 0 ? (names as ProcessName[]) : undefined;
}
