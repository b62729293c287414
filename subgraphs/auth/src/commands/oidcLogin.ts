import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { Account } from '../domain/account.ts';
import { accountActor } from '../domain/actor.ts';
import { normalEmail } from '../domain/email.ts';
import type { OidcChecks, OidcPerson } from '../oidc/provider.ts';
import type { Parts } from '../parts.ts';
import { provenAccountByEmail } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import { linkIdentity, saveBegunLogin, takeBegunLogin } from '../storage/oidc.ts';
import { factorsOf } from '../storage/secondFactors.ts';
import { hashOfToken, makeToken } from '../tokens/randomToken.ts';
import { hasFactor } from './checkFactor.ts';
import { refused, type LoginResult } from './login.ts';
import { challengeFor } from './loginChallenge.ts';
import { openSession } from './openSession.ts';

type Begun = { token: string | null; url: string | null; userErrors: UserError[] };
type Complete = { token: string; callbackUrl: string; deviceName?: string | null };

const lifetimeMs = 10 * 60_000;
const unavailable = userError('NOT_AVAILABLE', 'There is no sign-in by an identity provider here, or it does not answer.');

/** The token stays with the client that began, so that nobody is signed in by a link of another. */
export function beginOidcLogin({ database, now, oidc, keyring, logger }: Parts) {
  return async (): Promise<Begun> => {
    const begun = await oidc?.begin().catch((err: unknown) => void logger.warn({ err }, 'the identity provider does not answer'));
    if (!begun) return { token: null, url: null, userErrors: [unavailable] };
    const { token, tokenHash } = makeToken();
    const [createdAt, sealedChecks] = [now(), keyring.seal('identity provider', Buffer.from(JSON.stringify(begun.checks)))];
    await saveBegunLogin(database, { tokenHash, sealedChecks, createdAt, expiresAt: new Date(createdAt.getTime() + lifetimeMs) });
    return { token, url: begun.url, userErrors: [] };
  };
}

/** Opens the account of staff that has the address that the provider has verified. It makes no account, and gives no role. */
export function completeOidcLogin(parts: Parts) {
  return async ({ token, callbackUrl, deviceName }: Complete, clientAddress: string | null): Promise<LoginResult> => {
    const sealed = await takeBegunLogin(parts.database, hashOfToken(token), parts.now());
    const query = URL.canParse(callbackUrl) ? new URL(callbackUrl).search : '';
    const checks = sealed && (JSON.parse(Buffer.from(parts.keyring.open('identity provider', sealed)).toString()) as OidcChecks);
    const person = checks && parts.oidc ? await parts.oidc.complete(query, checks) : null;
    if (!person) return refused('INVALID_SIGN_IN', 'The identity provider did not vouch for this sign-in, or it came too late: begin again.');
    const account = await staffAccountOf(parts, person);
    return (account && (await open(parts, account, person, { clientAddress, deviceName }))) ?? refuse(parts, account, clientAddress);
  };
}

async function staffAccountOf({ database }: Parts, { email, emailVerified }: OidcPerson): Promise<Account | null> {
  const address = emailVerified && email ? normalEmail(email) : null;
  const account = address ? await provenAccountByEmail(database, address) : null;
  return account?.status === 'ACTIVE' && account.roles.some((role) => role !== 'CUSTOMER') ? account : null;
}

type From = { clientAddress: string | null; deviceName?: string | null | undefined };

async function open(parts: Parts, account: Account, { issuer, subject }: OidcPerson, from: From): Promise<LoginResult | null> {
  const factors = await factorsOf(parts.database, account.id);
  const identity = { accountId: account.id, issuer, subject };
  if (hasFactor(factors)) {
    if (!(await linkIdentity(parts.database, identity, parts.now()))) return null;
    return { session: null, user: null, deviceToken: null, challenge: await challengeFor(parts, account, factors), userErrors: [] };
  }
  const session = await openSession(parts, account, from, (tx, at) => linkIdentity(tx, identity, at));
  return session && { session, user: account, deviceToken: null, challenge: null, userErrors: [] };
}

async function refuse({ database, now, newId }: Parts, account: Account | null, clientAddress: string | null): Promise<LoginResult> {
  const actor = account ? accountActor(account) : { kind: 'ANONYMOUS', id: null };
  await database.$transaction((tx) => appendAudit(tx, { id: newId('aud'), at: now(), actor, action: 'SIGN_IN_REFUSED', target: account?.id ?? null, clientAddress }));
  return refused('NO_ACCOUNT', 'No account of staff belongs to this person: ask an ADMIN to make one with the address that the identity provider has.');
}
