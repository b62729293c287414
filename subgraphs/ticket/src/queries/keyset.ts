import { badUserInput } from '@sysops-squad/chassis/graphqlErrors';
import { isStorable } from '@sysops-squad/chassis/text/unstorable';

/** A place in a list that is ordered by a time and an id. */
export type Place = { at: Date; id: string };

const separator = '|';
export const placeText = (at: Date, id: string): string => `${at.toISOString()}${separator}${id}`;

/** @throws GraphQLError BAD_USER_INPUT for a cursor that no such list gave */
export function placeOf(after: string | null): Place | null {
  if (after === null) return null;
  const [time = '', ...rest] = after.split(separator);
  const id = rest.join(separator);
  const at = new Date(time);
  if (Number.isNaN(at.getTime()) || !isStorable(id)) throw notOurs();
  return { at, id };
}

/** @throws GraphQLError BAD_USER_INPUT */
export function positionOf(after: string | null): number | null {
  if (after === null) return null;
  if (!/^\d{1,9}$/.test(after)) throw notOurs();
  return Number(after);
}

const notOurs = () => badUserInput('`after` is not a cursor that this list gave.', 'after');
