import { GraphUnavailable } from '@sysops-squad/chassis/graphClient';
import type { UserError } from '@sysops-squad/chassis/userError';
import { refusals, type Profile } from '../domain/registration.ts';
import type { Parts } from '../parts.ts';
import { complete, enterState, LeaseLost, makeProfile, release, remove, type Registration } from '../storage/registrations.ts';

/** Completed, or gone for the given reasons. */
export type Outcome = { completed: Registration } | { refused: UserError[] };

type InProgress = Registration & { profile: Profile };

/**
 * Does whatever is left to do for a registration whose lease we hold. Every step may be repeated, and after a crash at any point
 * the state says where to go on. Without the password (recovery) one that has no account yet is taken back.
 */
export async function advanceRegistration(parts: Parts, registration: Registration, password: string | null): Promise<Outcome> {
  try {
    return await advance(parts, registration as InProgress, password);
  } catch (error) {
    await release(parts.database, registration, parts.now()).catch(() => undefined);
    if (!(error instanceof GraphUnavailable || error instanceof LeaseLost)) throw error;
    parts.logger.warn({ reason: error.message, key: registration.key }, 'registration interrupted');
    return { refused: [refusals.tryAgain] };
  }
}

async function advance(parts: Parts, registration: InProgress, password: string | null): Promise<Outcome> {
  await parts.beforeStep(registration.state, registration);
  switch (registration.state) {
    case 'STARTED':
      return password === null ? takeBack(parts, registration, refusals.tryAgain) : provision(parts, registration, password);
    case 'PROVISIONED':
      return profile(parts, registration, password);
    case 'PROFILED':
      return activate(parts, registration, password);
    case 'TAKING_BACK':
      return takeBack(parts, registration, refusals.tryAgain);
    case 'COMPLETED':
      return { completed: registration };
  }
}

async function enter(parts: Parts, registration: InProgress, state: Registration['state'], password: string | null): Promise<Outcome> {
  await enterState(parts.database, registration, state);
  return advance(parts, { ...registration, state }, password);
}

async function provision(parts: Parts, registration: InProgress, password: string): Promise<Outcome> {
  const { accountId, customerId, profile: { email } } = registration;
  const refused = await parts.accounts.provision({ accountId, customerId, email, password });
  if (refused.length === 0) return enter(parts, registration, 'PROVISIONED', password);
  const known = refused.every(({ code }) => ['EMAIL_TAKEN', 'INVALID_EMAIL', 'WEAK_PASSWORD', 'TOO_MANY_ATTEMPTS'].includes(code));
  if (!known) throw new Error(`auth refused a registration with ${refused.map(({ code }) => code).join()}`);
  await remove(parts.database, registration);
  return { refused };
}

async function profile(parts: Parts, registration: InProgress, password: string | null): Promise<Outcome> {
  await makeProfile(parts.database, registration, parts.now());
  return advance(parts, { ...registration, state: 'PROFILED' }, password);
}

async function activate(parts: Parts, registration: InProgress, password: string | null): Promise<Outcome> {
  const refused = await parts.accounts.activate(registration.accountId);
  if (refused.length > 0) return takeBack(parts, registration, refusals.tryAgain);
  await parts.beforeStep('COMPLETED', registration);
  await complete(parts.database, registration);
  return advance(parts, { ...registration, state: 'COMPLETED' }, password);
}

/** The account first: as long as it may exist, this registration remembers it. */
async function takeBack(parts: Parts, registration: InProgress, reason: UserError): Promise<Outcome> {
  if (registration.state !== 'TAKING_BACK') await enterState(parts.database, registration, 'TAKING_BACK');
  const refused = await parts.accounts.abandon(registration.accountId);
  if (refused.length > 0) throw new Error(`auth did not take account ${registration.accountId} back: ${refused[0]!.code}`);
  await remove(parts.database, registration);
  return { refused: [reason] };
}
