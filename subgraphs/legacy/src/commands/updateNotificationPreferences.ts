import { mistakesInQuietHours, type QuietHours } from '../domain/quietHours.ts';
import type { Channel } from '../domain/notification.ts';
import { changeCustomer, type CustomerChanges } from '../monolith/customers.ts';
import { requireOwnCustomer } from './ownCustomer.ts';
import { refused, unlessRefused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';

type Input = { channel?: Channel | null; quietHours?: QuietHours | null };

export const updateNotificationPreferences = ({ rest }: WritingParts) => async ({ caller, load }: Request, { channel, quietHours }: Input) => {
  const id = requireOwnCustomer(caller);
  const mistakes = quietHours ? mistakesInQuietHours(quietHours) : [];
  if (mistakes.length > 0) return refused(...mistakes);
  const changes = { ...(channel != null && { notify_channel: channel }), ...columnsOf(quietHours) };
  if (Object.keys(changes).length === 0) return { customer: await load.customer.load(id), userErrors: [] };
  return unlessRefused(async () => ({ customer: await changeCustomer(rest, id, changes) }));
};

function columnsOf(quietHours: QuietHours | null | undefined): CustomerChanges {
  if (quietHours === undefined) return {};
  if (quietHours === null) return { quiet_start: null, quiet_end: null };
  return { quiet_start: quietHours.start, quiet_end: quietHours.end, time_zone: quietHours.timeZone };
}
