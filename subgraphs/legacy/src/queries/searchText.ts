import { badUserInput } from '@sysops-squad/chassis/graphqlErrors';

/** What the monolith can search for; undefined: no search. @throws GraphQLError BAD_USER_INPUT */
export function readSearch(search: string | null | undefined, least = 1): string | undefined {
  const text = search?.trim();
  if (!text && search == null) return undefined;
  if (!text || text.length < least || text.length > 200 || text.split(/\s+/).length > 10)
    throw badUserInput(`\`search\` must have ${least} to 200 characters and at most 10 words.`, 'search');
  return text;
}
