import { badUserInput } from '@sysops-squad/chassis/graphqlErrors';

const mostDays = 400;

/** @throws GraphQLError BAD_USER_INPUT */
export function readReportInterval({ from, to }: { from: Date; to: Date }): { from: Date; to: Date } {
  if (to <= from || to.getTime() - from.getTime() > mostDays * 86_400_000) throw badUserInput(`\`to\` must lie after \`from\`, by at most ${mostDays} days.`, 'to');
  return { from, to };
}
