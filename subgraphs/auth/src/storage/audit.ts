import type { FieldChange } from '../domain/accountChanges.ts';
import type { Actor } from '../domain/actor.ts';
import type { Database, Transaction } from './database.ts';

export type AuditAction =
  | 'SIGNED_IN' | 'SIGN_IN_REFUSED' | 'SESSION_REFRESHED' | 'REFRESH_TOKEN_REUSED' | 'SIGNED_OUT'
  | 'ACCOUNT_SAVED' | 'ACCOUNT_PROVISIONED' | 'ACCOUNT_ACTIVATED' | 'ACCOUNT_ABANDONED' | 'ACCOUNT_LAPSED' | 'SIGNING_KEY_MADE'
  | 'EMAIL_PROVEN' | 'EMAIL_PROOF_REFUSED' | 'EMAIL_CHANGE_REQUESTED' | 'PASSWORD_RESET_REQUESTED' | 'PASSWORD_RESET' | 'PASSWORD_CHANGED' | 'OTHER_SESSIONS_ENDED'
  | 'SECOND_FACTOR_ADDED' | 'SECOND_FACTOR_REMOVED' | 'SECOND_FACTOR_CLEARED' | 'RECOVERY_CODES_RENEWED' | 'SECOND_FACTOR_REFUSED' | 'MESSAGE_RESENT' | 'SIGN_IN_CODE_REQUESTED';

export type AuditEntry = {
  id: string;
  at: Date;
  actor: Actor;
  action: AuditAction;
  target: string | null;
  clientAddress: string | null;
  /** What a save changed; absent for any other action. */
  changes?: FieldChange[] | undefined;
};

export async function appendAudit(tx: Transaction, { actor, ...entry }: AuditEntry): Promise<void> {
  await tx.auditEntry.create({ data: { ...entry, actorKind: actor.kind, actorId: actor.id } });
}

export async function newestAudit(database: Database, { limit, after }: { limit: number; after: { at: Date; id: string } | null }): Promise<AuditEntry[]> {
  const rows = await database.auditEntry.findMany({
    where: after ? { OR: [{ at: { lt: after.at } }, { at: after.at, id: { lt: after.id } }] } : {},
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  return rows.map(({ actorKind, actorId, action, changes, ...entry }) => ({ ...entry, changes: (changes ?? []) as FieldChange[], action: action as AuditAction, actor: { kind: actorKind, id: actorId } }));
}
