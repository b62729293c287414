import type { Resolver } from '../resolver.ts';

export const supportPlans: Resolver = (_root, _args, { app }) => app.supportPlans();
