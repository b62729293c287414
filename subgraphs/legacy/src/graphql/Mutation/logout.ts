import type { Resolver } from '../resolver.ts';

export const logout: Resolver = (_root, _args, { app }) => app.logout();
