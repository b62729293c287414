import type { Context } from '../context.ts';

export const undeliveredMessages = async (_: unknown, { first }: { first: number }, { application }: Context) => application.undeliveredMessages(first);
