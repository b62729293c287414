import { badUserInput } from '@sysops-squad/chassis/graphqlErrors';
import type { Context } from '../context.ts';

const LONGEST = 400 * 86_400_000;

export async function financialReport(_: unknown, { from, to }: { from: Date; to: Date }, { application }: Context) {
  if (from >= to) throw badUserInput('`from` must lie before `to`.', 'from');
  if (to.getTime() - from.getTime() > LONGEST) throw badUserInput('`from` and `to` must lie at most 400 days apart.', 'to');
  return application.financialReport(from, to);
}
