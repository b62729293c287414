import type { ArgumentsOf, Resolver } from '../resolver.ts';

export const notifications: Resolver<ArgumentsOf<'notifications'>> = (_root, args, { app, caller, load }) => app.notifications({ caller, load }, args);
