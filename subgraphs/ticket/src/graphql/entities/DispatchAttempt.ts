import type { Attempt } from '../../queries/dispatchAttempts.ts';
import type { Context } from '../context.ts';

export const DispatchAttempt = {
  policy: ({ policyVersion }: Attempt, _: unknown, { application }: Context) => application.queries.dispatchPolicy(policyVersion),
  rejections: ({ rejections }: Attempt) => Object.entries(rejections).map(([rule, experts]) => ({ rule, experts })).sort((a, b) => b.experts - a.experts || (a.rule < b.rule ? -1 : 1)),
  replay: (attempt: Attempt, _: unknown, { application }: Context) => application.queries.replayAttempt(attempt),
};

export const RunnerUp = {
  expert: ({ expertId }: { expertId: string }) => ({ id: expertId }),
  neededBy: ({ neededBy }: { neededBy?: string | null }, _: unknown, { loaders }: Context) => (neededBy ? loaders.ticket(neededBy) : null),
};
