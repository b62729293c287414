import type { Resolver } from '../resolver.ts';

export const skills: Resolver = (_root, _args, { app }) => app.skills();
