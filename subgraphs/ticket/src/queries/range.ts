import { badUserInput } from '@sysops-squad/chassis/graphqlErrors';

const day = 86_400_000;

/** @throws GraphQLError BAD_USER_INPUT unless from is before to, and at most so many days */
export function checkRange<Range extends { from: Date; to: Date }>(range: Range, maximumDays: number): Range {
  const length = range.to.getTime() - range.from.getTime();
  if (length <= 0) throw badUserInput('`to` must be later than `from`.', 'to');
  if (length > maximumDays * day) throw badUserInput(`\`from\` and \`to\` must lie at most ${maximumDays} days apart.`, 'to');
  return range;
}
