import type { Context } from '../context.ts';
import { userErrorsOf } from '../userErrors.ts';

type Arguments = { ticketId: string; expertId: string; start: Date };

export async function assignmentCheck(_: unknown, wish: Arguments, { caller, application }: Context) {
  const checked = await application.commands.checkAssignment({ kind: 'MANAGER', id: caller.id }, wish);
  if (!checked) return null;
  const { obstacle, broken, slot } = checked;
  return {
    possible: obstacle === null, obstacles: obstacle ? userErrorsOf(obstacle) : [],
    brokenRules: broken.map(({ rule, detail }) => ({ rule, detail, mayBeOverridden: rule !== 'OVERLAP' })),
    scheduledStart: slot?.startsAt ?? null, scheduledEnd: slot?.endsAt ?? null, travelMinutes: slot?.travelMinutes ?? null,
  };
}
