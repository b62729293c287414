import type { Context } from '../context.ts';

export const beginOidcLogin = async (_: unknown, __: unknown, { application }: Context) => application.beginOidcLogin();
