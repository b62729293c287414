import { badUserInput } from '@sysops-squad/chassis/graphqlErrors';

export const cursorOf = (at: Date, id: string): string => `${at.toISOString()} ${id}`;

export function readCursor(cursor: string): { at: Date; id: string } {
  const [time = '', id] = cursor.split(' ');
  const at = new Date(time);
  if (!id || Number.isNaN(at.getTime())) throw badUserInput('`after` is not a cursor that this list gave.', 'after');
  return { at, id };
}
