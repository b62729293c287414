import { Prisma } from '../../generated/client.ts';
import type { Profile, RegistrationState } from '../domain/registration.ts';
import { appendAddress } from './addresses.ts';
import type { Database, Transaction } from './database.ts';

export type Registration = {
  key: string;
  requestHash: string;
  state: RegistrationState;
  accountId: string;
  customerId: string;
  profile: Profile | null;
  /** Names who works on it until leasedUntil; whoever has lost the lease changes nothing any more. */
  lease: string;
  leasedUntil: Date;
  createdAt: Date;
  /** Where it came from, an IPv6 address by its /64; null: not known. */
  network: string | null;
};

type Row = Prisma.RegistrationGetPayload<object>;
const toRegistration = (row: Row): Registration => ({ ...row, state: row.state as RegistrationState, profile: row.profile as Profile | null });

/** Somebody else has taken this registration over. */
export class LeaseLost extends Error {}

export async function findRegistration(database: Database, key: string): Promise<Registration | null> {
  const row = await database.registration.findUnique({ where: { key } });
  return row && toRegistration(row);
}

export type NetworkLimit = { count: number; withinMs: number };

/** `taken`: by an equal key. `limited`: one of the limits of its network is reached; of two at the same moment the second sees the first. */
export async function beginRegistration(
  database: Database, registration: Registration & { profile: Profile }, limits: readonly NetworkLimit[],
): Promise<'begun' | 'taken' | 'limited'> {
  return database.$transaction(async (tx) => {
    if (await reaches(tx, registration, limits)) return 'limited';
    const { count } = await tx.registration.createMany({ data: [registration], skipDuplicates: true });
    return count === 1 ? 'begun' : 'taken';
  });
}

async function reaches(tx: Transaction, { network, createdAt }: Registration, limits: readonly NetworkLimit[]): Promise<boolean> {
  if (network === null) return false;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('registration ' || ${network}, 0))`;
  for (const { count, withinMs } of limits) {
    const since = new Date(createdAt.getTime() - withinMs);
    if ((await tx.registration.count({ where: { network, createdAt: { gt: since } } })) >= count) return true;
  }
  return false;
}

export type Lease = { lease: string; leasedUntil: Date };

/** Null when somebody else holds it, or there is nothing left to do. */
export async function takeOver(database: Database, key: string, lease: Lease, now: Date): Promise<Registration | null> {
  const [row] = await database.registration.updateManyAndReturn({ where: { key, leasedUntil: { lte: now }, state: { not: 'COMPLETED' } }, data: lease });
  return row ? toRegistration(row) : null;
}

/** Registrations that nobody works on; those without an account only after `patienceMs`, in which the client may come back with the password. */
export async function takeOverLeftBehind(database: Database, { lease, leasedUntil }: Lease, now: Date, patienceMs: number): Promise<Registration[]> {
  const givenUp = new Date(now.getTime() - patienceMs);
  const keys = await database.$queryRaw<{ key: string }[]>`
    UPDATE registration SET lease = ${lease}, leased_until = ${leasedUntil} WHERE key IN (
      SELECT key FROM registration
      WHERE state <> 'COMPLETED' AND leased_until <= CASE WHEN state = 'STARTED' THEN ${givenUp}::timestamptz ELSE ${now}::timestamptz END
      ORDER BY leased_until LIMIT 20 FOR UPDATE SKIP LOCKED)
    RETURNING key`;
  return (await database.registration.findMany({ where: { key: { in: keys.map(({ key }) => key) }, lease } })).map(toRegistration);
}

async function move(tx: Transaction, { key, lease, state }: Registration, data: Prisma.RegistrationUpdateManyMutationInput): Promise<void> {
  const { count } = await tx.registration.updateMany({ where: { key, lease, state }, data });
  if (count === 0) throw new LeaseLost(`registration ${key} was taken over`);
}

export const enterState = (database: Database, registration: Registration, state: RegistrationState): Promise<void> => move(database, registration, { state });

export async function makeProfile(database: Database, registration: Registration & { profile: Profile }, now: Date): Promise<void> {
  const { address, addressId, ...contact } = registration.profile;
  const { customerId: id, accountId } = registration;
  await database.$transaction(async (tx) => {
    await move(tx, registration, { state: 'PROFILED' });
    await tx.customer.create({ data: { ...contact, id, accountId, status: 'PENDING', createdAt: now } });
    await appendAddress(tx, addressId, id, address, now);
  });
}

/** From now on everybody may see the customer, and nothing personal is kept here any more. */
export async function complete(database: Database, registration: Registration): Promise<void> {
  await database.$transaction(async (tx) => {
    await move(tx, registration, { state: 'COMPLETED', profile: Prisma.DbNull });
    await tx.customer.update({ where: { id: registration.customerId }, data: { status: 'ACTIVE' } });
  });
}

/** The key is free again afterwards. */
export async function remove(database: Database, { key, lease, customerId }: Registration): Promise<void> {
  await database.$transaction(async (tx) => {
    const { count } = await tx.registration.deleteMany({ where: { key, lease } });
    if (count === 0) throw new LeaseLost(`registration ${key} was taken over`);
    await tx.customer.deleteMany({ where: { id: customerId, status: 'PENDING' } });
  });
}

export async function release(database: Database, { key, lease }: Registration, now: Date): Promise<void> {
  await database.registration.updateMany({ where: { key, lease, state: { not: 'COMPLETED' } }, data: { leasedUntil: now } });
}

export const forgetCompletedBefore = async (database: Database, time: Date): Promise<number> =>
  (await database.registration.deleteMany({ where: { state: 'COMPLETED', createdAt: { lt: time } } })).count;
