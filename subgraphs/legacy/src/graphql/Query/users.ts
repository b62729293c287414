import type { ArgumentsOf, Resolver } from '../resolver.ts';

export const users: Resolver<ArgumentsOf<'users'>> = (_root, args, { app, caller, load }) => app.users({ caller, load }, args);
