import type { Resolver } from '../resolver.ts';

export const me: Resolver = (_root, _args, { app, caller, load }) => app.me({ caller, load });
