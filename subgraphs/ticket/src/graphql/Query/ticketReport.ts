import type { Context } from '../context.ts';

export async function ticketReport(_: unknown, range: { from: Date; to: Date }, { application }: Context) {
  return application.queries.ticketReport(range);
}
