import type { PreferencesInput } from '../../domain/preferences.ts';
import type { Context } from '../context.ts';
import { wholeCustomer } from '../seen.ts';

export async function updateNotificationPreferences(_: unknown, { input }: { input: PreferencesInput }, { application, caller }: Context) {
  const { customer, userErrors } = await application.updateNotificationPreferences(caller.customerId, input);
  return { customer: customer && wholeCustomer(customer), userErrors };
}
