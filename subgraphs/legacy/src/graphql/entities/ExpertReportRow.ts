import type { Resolver } from '../resolver.ts';

export const ExpertReportRow: Record<string, Resolver<object, { expertId: string }>> = {
  expert: ({ expertId }, _args, { load }) => load.expert.load(expertId),
};
