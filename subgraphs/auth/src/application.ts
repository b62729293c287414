import type { Caller } from '@sysops-squad/chassis/caller';
import { completeLogin } from './commands/completeLogin.ts';
import { beginPasskeyLogin } from './commands/loginChallenge.ts';
import { beginOidcLogin, completeOidcLogin } from './commands/oidcLogin.ts';
import { beginPasskey, completePasskey, removePasskey } from './commands/passkeys.ts';
import { beginTotp, confirmTotp, removeTotp } from './commands/totp.ts';
import { factorsOf } from './storage/secondFactors.ts';
import { changeEmail } from './commands/changeEmail.ts';
import { clearSecondFactor } from './commands/clearSecondFactor.ts';
import { renewRecoveryCodes } from './commands/renewRecoveryCodes.ts';
import { changePassword } from './commands/changePassword.ts';
import { endOtherSessions, endOwnSession } from './commands/endSessions.ts';
import { requestPasswordReset } from './commands/requestPasswordReset.ts';
import { resendMessage } from './commands/resendMessage.ts';
import { undeliveredMessages } from './queries/undeliveredMessages.ts';
import { resendVerification } from './commands/resendVerification.ts';
import { resetPassword } from './commands/resetPassword.ts';
import { requestSignInCode } from './commands/signInCode.ts';
import { tellCustomers } from './commands/tellCustomers.ts';
import { verifyEmail } from './commands/verifyEmail.ts';
import { sessions } from './queries/sessions.ts';
import { abandonAccount } from './commands/abandonAccount.ts';
import { activateAccount } from './commands/activateAccount.ts';
import { ensureAdmin } from './commands/ensureAdmin.ts';
import { forgetWhatIsOver } from './commands/forgetWhatIsOver.ts';
import { login } from './commands/login.ts';
import { logout } from './commands/logout.ts';
import { provisionAccount } from './commands/provisionAccount.ts';
import { refreshSession } from './commands/refreshSession.ts';
import { requirePresentRights } from './commands/requireActor.ts';
import { rotateKeys } from './commands/rotateKeys.ts';
import { saveUser } from './commands/saveUser.ts';
import type { Parts } from './parts.ts';
import { auditLog } from './queries/auditLog.ts';
import { jwks } from './queries/jwks.ts';
import { revokedSessions } from './queries/revokedSessions.ts';
import { users } from './queries/users.ts';
import { accountsByIds } from './storage/accounts.ts';

/** Everything that auth can be asked for. */
export function createApplication(parts: Parts) {
  return {
    login: login(parts),
    refreshSession: refreshSession(parts),
    logout: logout(parts),
    saveUser: saveUser(parts),
    ensureAdmin: ensureAdmin(parts),
    provisionAccount: provisionAccount(parts),
    activateAccount: activateAccount(parts),
    abandonAccount: abandonAccount(parts),
    verifyEmail: verifyEmail(parts),
    resendVerification: resendVerification(parts),
    requestPasswordReset: requestPasswordReset(parts),
    resetPassword: resetPassword(parts),
    requestSignInCode: requestSignInCode(parts),
    changePassword: changePassword(parts),
    changeEmail: changeEmail(parts),
    endOwnSession: endOwnSession(parts),
    endOtherSessions: endOtherSessions(parts),
    completeLogin: completeLogin(parts),
    beginPasskeyLogin: beginPasskeyLogin(parts),
    beginOidcLogin: beginOidcLogin(parts),
    completeOidcLogin: completeOidcLogin(parts),
    beginTotp: beginTotp(parts),
    confirmTotp: confirmTotp(parts),
    removeTotp: removeTotp(parts),
    beginPasskey: beginPasskey(parts),
    completePasskey: completePasskey(parts),
    removePasskey: removePasskey(parts),
    renewRecoveryCodes: renewRecoveryCodes(parts),
    clearSecondFactor: clearSecondFactor(parts),
    resendMessage: resendMessage(parts),
    undeliveredMessages: undeliveredMessages(parts),
    tellCustomers: tellCustomers(parts),
    rotateKeys: rotateKeys(parts),
    forgetWhatIsOver: forgetWhatIsOver(parts),

    sessions: sessions(parts),
    secondFactors: (accountId: string) => factorsOf(parts.database, accountId),
    users: users(parts),
    auditLog: auditLog(parts),
    jwks: jwks(parts),
    revokedSessions: revokedSessions(parts),
    requirePresentRights: (caller: Caller) => requirePresentRights(parts.database, caller),
    accountsByIds: (ids: readonly string[]) => accountsByIds(parts.database, ids),
  };
}
export type Application = ReturnType<typeof createApplication>;
