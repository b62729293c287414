import type { InputOf, Resolver } from '../resolver.ts';

export const addComment: Resolver<InputOf<'addComment'>> = (_root, { input }, { app, caller, load }) => app.addComment({ caller, load }, input);
