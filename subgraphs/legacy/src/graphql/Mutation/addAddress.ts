import type { Resolver } from '../resolver.ts';

export const addAddress: Resolver = (_root, _args, { app, caller, load }) => app.addAddress({ caller, load });
