import { decidePreferences, type PreferencesInput } from '../domain/preferences.ts';
import type { Parts } from '../parts.ts';
import { changePreferences } from '../storage/customers.ts';
import { changeOwn, type CustomerResult } from './ownProfile.ts';

export function updateNotificationPreferences(parts: Parts) {
  return (customerId: string | null, input: PreferencesInput): Promise<CustomerResult> =>
    changeOwn(parts, customerId, (customer) => decidePreferences(input, customer), changePreferences);
}
