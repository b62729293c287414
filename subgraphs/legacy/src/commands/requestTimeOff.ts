import { forbidden } from '@sysops-squad/chassis/graphqlErrors';
import { mistakesInTimeOff, type TimeOffInput } from '../domain/timeOff.ts';
import { addTimeOff } from '../monolith/experts.ts';
import { refused, unlessRefused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';

export const requestTimeOff = ({ rest, clock, newId }: WritingParts) => async ({ caller }: Request, input: TimeOffInput) => {
  const { expertId } = caller;
  if (expertId === null) throw forbidden('This account belongs to no expert.');
  const mistakes = mistakesInTimeOff(input, clock());
  if (mistakes.length > 0) return refused(...mistakes);
  return unlessRefused(async () => ({ timeOff: await addTimeOff(rest, expertId, { id: newId('tof'), ...input }) }));
};
