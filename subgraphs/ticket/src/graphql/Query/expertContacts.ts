import type { Context } from '../context.ts';

export async function expertContacts(_: unknown, { expertId }: { expertId: string }, { application }: Context) {
  return application.queries.expertContacts(expertId);
}
