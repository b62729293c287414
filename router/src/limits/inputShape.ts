import { badUserInput } from '@sysops-squad/chassis/graphqlErrors';
import type { GraphQLError } from 'graphql';

type Inside = { value: object; depth: number; key: string; parent: Inside | undefined };

const longestField = 200;

/** How many values there are, at every depth, and what is wrong with them. */
export type Shape = { values: number; wrong: GraphQLError | undefined };

/**
 * Looks at variables whatever their types are. It is wrong that they lie too deep in each other for those who read them next and call
 * themselves as often, or that they hold a number that JSON can write and no computer keeps (`1e400` becomes Infinity). Itself it calls nothing again.
 */
export function shapeOf(variables: object, deepest: number): Shape {
  let values = 0;
  const wrong = (problem: string, key: string | number, inside: Inside): Shape => ({ values, wrong: badUserInput(problem, fieldOf(key, inside)) });
  const waiting: Inside[] = [{ value: variables, depth: 0, key: '', parent: undefined }];
  for (let inside = waiting.pop(); inside; inside = waiting.pop()) {
    const depth = inside.depth + 1;
    for (const [key, value] of entriesOf(inside.value)) {
      values += 1;
      if (typeof value === 'number' && !Number.isFinite(value)) return wrong('A number is too large.', key, inside);
      if (typeof value !== 'object' || value === null) continue;
      if (depth > deepest) return wrong(`Variables lie deeper in each other than ${deepest} levels.`, key, inside);
      waiting.push({ value, depth, key: String(key), parent: inside });
    }
  }
  return { values, wrong: undefined };
}

const entriesOf = (value: object): Iterable<[string | number, unknown]> => (Array.isArray(value) ? value.entries() : Object.entries(value));

/** From its variable on; the beginning is enough where it is long. */
function fieldOf(last: string | number, inside: Inside): string {
  const keys = [String(last)];
  for (let at: Inside | undefined = inside; at?.parent; at = at.parent) keys.push(at.key);
  return keys.reverse().join('.').slice(0, longestField);
}
