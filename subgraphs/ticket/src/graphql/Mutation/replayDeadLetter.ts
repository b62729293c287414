import { isRefusal } from '../../domain/decision.ts';
import type { Context } from '../context.ts';
import { userErrorsOf } from '../userErrors.ts';

export async function replayDeadLetter(_: unknown, { input: { id } }: { input: { id: string } }, { application }: Context) {
  const replayed = await application.commands.replayDeadLetter(id);
  return isRefusal(replayed) ? { deadLetter: null, userErrors: userErrorsOf(replayed) } : { ...replayed, userErrors: [] };
}
