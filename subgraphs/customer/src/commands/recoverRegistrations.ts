import type { Parts } from '../parts.ts';
import { forgetCompletedBefore, takeOverLeftBehind } from '../storage/registrations.ts';
import { advanceRegistration } from './advanceRegistration.ts';
import { newLease } from './registerCustomer.ts';

/** In which a client whose request failed may come back with the password. */
const clientPatienceMs = 60_000;
const rememberKeysMs = 30 * 24 * 60 * 60 * 1000;

/** Finishes or takes back what a crash left behind; returns how many it found. Instances do not get in each other's way. */
export function recoverRegistrations(parts: Parts) {
  return async (): Promise<number> => {
    const now = parts.now();
    await forgetCompletedBefore(parts.database, new Date(now.getTime() - rememberKeysMs));
    const left = await takeOverLeftBehind(parts.database, newLease(parts), now, clientPatienceMs);
    for (const registration of left) {
      await advanceRegistration(parts, registration, null).catch((error: unknown) =>
        parts.logger.error({ err: error, key: registration.key }, 'registration cannot be settled'),
      );
    }
    return left.length;
  };
}
