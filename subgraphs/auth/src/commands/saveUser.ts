import type { Caller } from '@sysops-squad/chassis/caller';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import { accountChanges } from '../domain/accountChanges.ts';
import type { Account } from '../domain/account.ts';
import { callerActor } from '../domain/actor.ts';
import { normalEmail } from '../domain/email.ts';
import { decideSaveUser, type SavedUser, type SaveUser } from '../domain/saveUser.ts';
import type { Parts } from '../parts.ts';
import { deleteLinksOf } from '../storage/accountLinks.ts';
import { accountById, changeAccount, insertAccount, lapseUnproven, lockAccount, lockAddress } from '../storage/accounts.ts';
import { appendAudit } from '../storage/audit.ts';
import { saveConfirmation } from '../storage/emailConfirmations.ts';
import { endSessionsOf } from '../storage/sessions.ts';
import { lapse } from './proveEmail.ts';
import { refusalOf } from './refusalOf.ts';
import { requireActor } from './requireActor.ts';

export type AccountResult = { user: Account | null; userErrors: UserError[] };

const refused = (...userErrors: UserError[]): AccountResult => ({ user: null, userErrors });
/** With a conflict the ADMIN sees what is there now. */
const asItIs = (before: Account | null, userErrors: UserError[]): AccountResult =>
  ({ user: userErrors.some(({ code }) => code === 'CONFLICT') ? before : null, userErrors });
const notFound = userError('NOT_FOUND', 'There is no such account.', 'id');

export function saveUser(parts: Parts) {
  return async (input: SaveUser, caller: Caller): Promise<AccountResult> => {
    const before = input.id ? visible(await accountById(parts.database, input.id)) : null;
    if (input.id && !before) return refused(notFound);
    const decision = decideSaveUser(input, before);
    if ('refused' in decision) return asItIs(before, decision.refused);
    const { password } = decision.saved;
    const passwordHash = password === null ? null : await parts.gate(() => parts.hasher.hash(password));
    return store(parts, input, passwordHash, caller).catch((error: unknown) => refused(refusalOf(error)));
  };
}

/** Decides again under the row's lock: between the first look and the hash somebody else may have changed it. */
async function store(parts: Parts, input: SaveUser, passwordHash: string | null, caller: Caller): Promise<AccountResult> {
  const { database, now, newId } = parts;
  return database.$transaction(async (tx) => {
    const address = input.email == null ? null : normalEmail(input.email);
    if (address) await lockAddress(tx, address);
    await requireActor(tx, caller, input.id ? [input.id] : []);
    const before = input.id ? visible(await lockAccount(tx, input.id)) : null;
    if (input.id && !before) return refused(notFound);
    const decision = decideSaveUser(input, before);
    if ('refused' in decision) return asItIs(before, decision.refused);
    const at = now();
    const user = accountFrom(decision.saved, before ?? { id: newId('usr'), createdAt: at, passwordHash: '', email: '', emailVerifiedAt: null, version: 0 }, passwordHash, at);
    const { password: _, ...saved } = decision.saved;
    const provesAddress = user.email !== before?.email;
    if (provesAddress) await lapse(tx, parts, await lapseUnproven(tx, { email: user.email }), at);
    const { emailVerifiedAt } = user;
    await (before ? changeAccount(tx, user.id, { ...saved, emailVerifiedAt, version: user.version }, user.passwordHash) : insertAccount(tx, user));
    if (provesAddress) await deleteLinksOf(tx, [user.id]);
    if (provesAddress && user.customerId) await saveConfirmation(tx, { accountId: user.id, customerId: user.customerId, email: user.email, provenAt: at });
    if (decision.endsSessions) await endSessionsOf(tx, user.id, at);
    const { clientAddress } = caller;
    await appendAudit(tx, { id: newId('aud'), at, actor: callerActor(caller), action: 'ACCOUNT_SAVED', target: user.id, clientAddress, changes: accountChanges(before, user) });
    return { user, userErrors: [] };
  });
}

type Base = Pick<Account, 'id' | 'createdAt' | 'passwordHash' | 'email' | 'emailVerifiedAt' | 'version'>;

/** An ADMIN who gives an account its address vouches for it. */
function accountFrom({ password: _, ...saved }: SavedUser, base: Base, passwordHash: string | null, at: Date): Account {
  const emailVerifiedAt = saved.email === base.email ? base.emailVerifiedAt : at;
  return { ...saved, id: base.id, createdAt: base.createdAt, passwordHash: passwordHash ?? base.passwordHash, emailVerifiedAt, version: base.version + 1 };
}

const visible = (account: Account | null): Account | null => (account?.status === 'PROVISIONED' ? null : account);
