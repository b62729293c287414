import { createHash } from 'node:crypto';
import { networkOf } from '@sysops-squad/chassis/networkOf';
import type { ThrottleKey } from '../storage/throttle.ts';

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Which counters an attempt to sign in meets. A device that has signed in to this account before has one of its own: wrong passwords
 * from elsewhere do not lock it out. `forgotten` are those that a success clears.
 */
export function signInKeys(email: string, clientAddress: string | null, deviceId: string | null): { counted: ThrottleKey[]; forgotten: ThrottleKey[] } {
  const account = digestOf(email);
  const device: ThrottleKey = { by: 'device', key: `device:${digestOf(`${account} ${deviceId}`)}` };
  if (deviceId) return { counted: [device], forgotten: [device] };
  const network = networkOf(clientAddress);
  const pair: ThrottleKey = { by: 'pair', key: `pair:${digestOf(`${account} ${network}`)}` };
  const everywhere: ThrottleKey = { by: 'account', key: `account:${account}` };
  const address: ThrottleKey[] = clientAddress === null ? [] : [{ by: 'address', key: `address:${network}` }];
  return { counted: [pair, everywhere, ...address], forgotten: [pair] };
}

export const requestKey = (clientAddress: string | null): ThrottleKey => ({ by: 'request', key: `request:${networkOf(clientAddress)}` });
