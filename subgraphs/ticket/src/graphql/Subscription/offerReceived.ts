import { expertIdOf } from '../access.ts';
import type { Context } from '../context.ts';

export const offerReceived = {
  subscribe(_: unknown, { after }: { after?: string | null }, { caller, application }: Context) {
    const expertId = expertIdOf(caller);
    return application.subscriptions.offerEvents(expertId, after ?? null);
  },
  resolve: (event: unknown) => event,
};
