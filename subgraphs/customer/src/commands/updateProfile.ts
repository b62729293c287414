import { decideProfile, type ProfileInput } from '../domain/profile.ts';
import type { Parts } from '../parts.ts';
import { changeProfile } from '../storage/customers.ts';
import { changeOwn, type CustomerResult } from './ownProfile.ts';

export function updateProfile(parts: Parts) {
  return (customerId: string | null, input: ProfileInput): Promise<CustomerResult> =>
    changeOwn(parts, customerId, (customer) => decideProfile(input, customer), changeProfile);
}
