import { anonymous, type Caller } from '@sysops-squad/chassis/caller';
import type { AuthInstance, LoginAnswer, RefreshAnswer } from './authInstance.ts';

/** The parts of the front end's operations that auth answers itself. */
export const loginDocument = `mutation Login($email: String!, $password: String!) {
  login(input: { email: $email, password: $password }) {
    session { accessToken accessTokenExpiresAt refreshToken }
    user { id email roles }
    userErrors { code message field }
  }
}`;
export const refreshDocument = `mutation RefreshSession($refreshToken: String!) {
  refreshSession(input: { refreshToken: $refreshToken }) {
    session { accessToken accessTokenExpiresAt refreshToken }
    userErrors { code message }
  }
}`;

export const from = (clientAddress: string): Caller => ({ ...anonymous, clientAddress });

export const logIn = async (instance: AuthInstance, email: string, password: string, caller: Caller = anonymous) =>
  (await instance.ask<LoginAnswer>(loginDocument, { email, password }, caller)).data!.login;

export const refresh = async (instance: AuthInstance, refreshToken: string) =>
  (await instance.ask<RefreshAnswer>(refreshDocument, { refreshToken })).data!.refreshSession;

export const auditOf = async (instance: AuthInstance, target: string): Promise<string[]> =>
  (await instance.sql.query<{ action: string }>('SELECT action FROM audit_entry WHERE target = $1 ORDER BY at, action', [target])).rows.map(({ action }) => action);
