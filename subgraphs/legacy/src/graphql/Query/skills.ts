import type { Resolver } from '../resolver.ts';

export const skills: Resolver = (_root, _args, { app, caller, load }) => app.skills({ caller, load });
