import { badUserInput } from '../graphqlErrors.ts';
import { normalText } from './normalText.ts';
import { isAtLeast, isAtMost } from './textLength.ts';

export type SearchLimits = { minimum: number; maximum: number; words?: number };

/**
 * What is searched for, in the normal form in which texts are kept; null when nothing is.
 * @throws GraphQLError BAD_USER_INPUT when it is too short, too long or of too many words
 */
export function readSearch(text: string | null | undefined, { minimum, maximum, words = 10 }: SearchLimits): string | null {
  if (text == null) return null;
  const search = normalText(text);
  if (search === '') return null;
  const isFit = isAtLeast(search, minimum) && isAtMost(search, maximum) && search.split(/\s+/).length <= words;
  if (!isFit) throw badUserInput(`\`search\` must have ${minimum} to ${maximum} characters and at most ${words} words.`, 'search');
  return search;
}
