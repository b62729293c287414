import { setTimeout as pause } from 'node:timers/promises';
import { networkOf } from '@sysops-squad/chassis/networkOf';
import type { UserError } from '@sysops-squad/chassis/userError';
import type { Customer } from '../domain/customer.ts';
import { readRegistration, refusals, requestText, type ReadRegistration, type RegistrationInput } from '../domain/registration.ts';
import type { Parts } from '../parts.ts';
import { TooManyRegistrations } from '../requestHash/requestHasher.ts';
import { customersByIds } from '../storage/customers.ts';
import { beginRegistration, findRegistration, takeOver, type Lease, type Registration } from '../storage/registrations.ts';
import { advanceRegistration, type Outcome } from './advanceRegistration.ts';

export type RegisterResult = { customer: Customer | null; userErrors: UserError[] };

/** Longer than all the calls of one registration may take together. */
const leaseMs = 30_000;
const pollMs = 25;

/** From one network: families, offices and halls of residence register fewer. */
const networkLimits = [{ count: 60, withinMs: 3_600_000 }, { count: 300, withinMs: 86_400_000 }];

type Request = { key: string; profile: ReadRegistration; password: string; text: string; network: string | null };

export const newLease = ({ newId, now }: Parts): Lease => ({ lease: newId('lease'), leasedUntil: new Date(now().getTime() + leaseMs) });

/** Makes account and profile together or neither. A repeated request joins the first one and gets its answer. */
export function registerCustomer(parts: Parts) {
  const underWay = new Map<string, Promise<RegisterResult>>();
  return async (input: RegistrationInput, clientAddress: string | null = null): Promise<RegisterResult> => {
    const reading = readRegistration(input);
    if ('refused' in reading) return { customer: null, userErrors: reading.refused };
    const { password, idempotencyKey: key } = input;
    const request = { key, password, profile: reading.value, text: requestText(reading.value, password), network: clientAddress && networkOf(clientAddress) };
    // The same request at the same moment in the same process costs one hash, not two.
    const same = `${key} ${request.text}`;
    const answer = underWay.get(same) ?? register(parts, request).finally(() => underWay.delete(same));
    underWay.set(same, answer);
    return answer;
  };
}

async function register(parts: Parts, request: Request): Promise<RegisterResult> {
  const outcome = await settle(parts, request).catch(toRefusal);
  if ('refused' in outcome) return { customer: null, userErrors: outcome.refused };
  const [customer] = await customersByIds(parts.database, [outcome.completed.customerId]);
  return { customer: customer ?? null, userErrors: [] };
}

function toRefusal(error: unknown): Outcome {
  if (error instanceof TooManyRegistrations) return { refused: [refusals.tryAgain] };
  throw error;
}

async function settle(parts: Parts, request: Request): Promise<Outcome> {
  const giveUpAt = performance.now() + parts.waitForOthersMs;
  let known: string | undefined;
  while (performance.now() < giveUpAt) {
    const found = await findRegistration(parts.database, request.key);
    if (found && found.requestHash !== known && !(await parts.requestHasher.matches(found.requestHash, request.text))) return { refused: [refusals.keyReused] };
    known = found?.requestHash;
    if (found?.state === 'COMPLETED') return { completed: found };
    const mine = found ? await takeOver(parts.database, request.key, newLease(parts), parts.now()) : await begin(parts, request);
    if (mine === 'limited') return { refused: [refusals.tooMany] };
    const outcome = mine && (await advanceRegistration(parts, mine, request.password));
    if (outcome && !(mine.state === 'TAKING_BACK')) return outcome;
    if (!mine) await pause(pollMs);
  }
  return { refused: [refusals.tryAgain] };
}

async function begin(parts: Parts, { key, profile, text, network }: Request): Promise<Registration | 'limited' | null> {
  const { newId, now, database } = parts;
  const requestHash = await parts.requestHasher.hash(text);
  const [accountId, customerId, addressId] = [newId('usr'), newId('cus'), newId('adr')];
  const registration = { key, requestHash, state: 'STARTED' as const, accountId, customerId, profile: { ...profile, addressId }, ...newLease(parts), createdAt: now(), network };
  const outcome = await beginRegistration(database, registration, networkLimits);
  return outcome === 'begun' ? registration : outcome === 'limited' ? 'limited' : null;
}
