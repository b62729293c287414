import type { InputOf, Resolver } from '../resolver.ts';

export const sendNotification: Resolver<InputOf<'sendNotification'>> = (_root, { input }, { app, caller, load }) => app.sendNotification({ caller, load }, input);
