import { badUserInput } from '@sysops-squad/chassis/graphqlErrors';
import { readSearch as readText } from '@sysops-squad/chassis/text/readSearch';

/** What the monolith can search for; undefined: no search. @throws GraphQLError BAD_USER_INPUT */
export function readSearch(search: string | null | undefined, least = 1): string | undefined {
  const text = readText(search, { minimum: least, maximum: 200 });
  if (search == null) return undefined;
  if (text === null) throw badUserInput(`\`search\` must have ${least} to 200 characters and at most 10 words.`, 'search');
  return text;
}
