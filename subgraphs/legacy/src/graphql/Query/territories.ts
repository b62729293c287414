import type { Resolver } from '../resolver.ts';

export const territories: Resolver = (_root, _args, { app }) => app.territories();
