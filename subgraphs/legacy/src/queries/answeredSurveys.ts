import { readPage, toConnection } from '@sysops-squad/chassis/connection';
import { badUserInput } from '@sysops-squad/chassis/graphqlErrors';
import { pageOfAnsweredSurveys } from '../monolith/surveys.ts';
import type { PageArguments, ReadingParts, Request } from './request.ts';

// The monolith gives at most 100 at once, and one more than a page is asked for.
const mostAtOnce = 100;

export const answeredSurveys = ({ rest }: ReadingParts) => async (_: Request, args: PageArguments) => {
  const { limit, after } = readPage(args);
  if (after !== null && !/^\d{1,15}$/.test(after)) throw badUserInput('`after` is not a cursor that this list gave.', 'after');
  const rows = await pageOfAnsweredSurveys(rest, { limit: Math.min(limit + 1, mostAtOnce), after });
  const connection = toConnection(rows, limit, ({ cursor }) => cursor);
  // A page of exactly 100 may have a successor: asking for it is cheap and may give an empty page.
  return rows.length === mostAtOnce ? { ...connection, pageInfo: { ...connection.pageInfo, hasNextPage: true } } : connection;
};
