import type { LinkPurpose } from './accountLink.ts';

export type Mail = { template: string; subject: string; body: string };

const signature = '\n\nSysops Squad\n';
const nothingToDo = 'If this was not you, there is nothing to do: without this mail nobody can go on.';

/** The token stands in the fragment, which browsers send to no server. */
const link = (publicUrl: string, page: string, token: string): string => `${publicUrl.replace(/\/$/, '')}/${page}#${token}`;

export function linkMail(purpose: LinkPurpose, publicUrl: string, token: string): Mail {
  switch (purpose) {
    case 'VERIFY_EMAIL':
      return {
        template: 'verify-email',
        subject: 'Please confirm your e-mail address',
        body: `An account was made with this e-mail address. Confirm within 7 days that it is yours, with the password that you chose:\n\n${link(publicUrl, 'verify-email', token)}\n\n`
          + `Did you not make this account? Then do not open the link: the account ends by itself.${signature}`,
      };
    case 'CHANGE_EMAIL':
      return {
        template: 'change-email',
        subject: 'Please confirm your new e-mail address',
        body: `Confirm within 24 hours, with your password, that your account shall have this address:\n\n${link(publicUrl, 'verify-email', token)}\n\n${nothingToDo}${signature}`,
      };
    case 'RESET_PASSWORD':
      return {
        template: 'reset-password',
        subject: 'Choose a new password',
        body: `Choose a new password within an hour:\n\n${link(publicUrl, 'reset-password', token)}\n\n${nothingToDo}${signature}`,
      };
  }
}

export const alreadyRegisteredMail = (publicUrl: string): Mail => ({
  template: 'already-registered',
  subject: 'You already have an account',
  body: `Someone tried to register with this e-mail address. You already have an account: sign in, or choose "forgotten password", at ${publicUrl}\n\n`
    + `If this was not you, there is nothing to do.${signature}`,
});

export const passwordChangedMail = (publicUrl: string): Mail => ({
  template: 'password-changed',
  subject: 'Your password was changed',
  body: `The password of your account was changed. If this was not you, choose "forgotten password" at once at ${publicUrl}${signature}`,
});

export const emailChangeNoticeMail = (publicUrl: string): Mail => ({
  template: 'email-change-requested',
  subject: 'Your e-mail address is to be changed',
  body: `A new e-mail address was asked for your account. It takes effect when it is confirmed from there. `
    + `If this was not you, change your password at once at ${publicUrl}${signature}`,
});

export const secondFactorClearedMail = (publicUrl: string): Mail => ({
  template: 'second-factor-cleared',
  subject: 'Your second factor was removed',
  body: `An administrator removed the app, passkeys and recovery codes of your account, and ended its sessions. Sign in with your password and `
    + `set up a second factor again. If you did not ask for this, change your password at once at ${publicUrl}${signature}`,
});

export const signInCodeMail = (code: string): Mail => ({
  template: 'sign-in-code',
  subject: 'Your code for signing in',
  body: `Your code, good for 10 minutes together with your password: ${code}\n\nIf you did not ask for it, change your password.${signature}`,
});
