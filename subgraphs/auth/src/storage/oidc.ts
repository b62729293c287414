import type { Database, Transaction } from './database.ts';

export type BegunLogin = { tokenHash: Uint8Array<ArrayBuffer>; sealedChecks: Uint8Array<ArrayBuffer>; createdAt: Date; expiresAt: Date };

export const saveBegunLogin = async (database: Database, login: BegunLogin): Promise<void> => void (await database.oidcLogin.create({ data: login }));

/** Once: it is gone with it. */
export async function takeBegunLogin(database: Database, tokenHash: Uint8Array<ArrayBuffer>, now: Date): Promise<Uint8Array<ArrayBuffer> | null> {
  const rows = await database.$queryRaw<{ sealedChecks: Uint8Array<ArrayBuffer> }[]>`
    DELETE FROM oidc_login WHERE token_hash = ${tokenHash} AND expires_at > ${now} RETURNING sealed_checks AS "sealedChecks"`;
  return rows[0]?.sealedChecks ?? null;
}

/** The first sign-in links; from then on the account is this person's at the provider. False: it is another's, or the person is linked elsewhere. */
export async function linkIdentity(tx: Transaction, identity: { accountId: string; issuer: string; subject: string }, linkedAt: Date): Promise<boolean> {
  await tx.oidcIdentity.createMany({ data: { ...identity, linkedAt }, skipDuplicates: true });
  return (await tx.oidcIdentity.count({ where: identity })) === 1;
}

export const deleteBegunLoginsBefore = async (database: Database, time: Date): Promise<number> =>
  (await database.oidcLogin.deleteMany({ where: { expiresAt: { lt: time } } })).count;
