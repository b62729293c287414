import type { ArgumentsOf, Resolver } from '../resolver.ts';

export const rosterDigest: Resolver<ArgumentsOf<'rosterDigest'>> = (_root, _args, { app }) => app.rosterDigest();
