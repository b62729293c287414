import type { InputOf, Resolver } from '../resolver.ts';

export const requestTimeOff: Resolver<InputOf<'requestTimeOff'>> = (_root, { input }, { app, caller, load }) => app.requestTimeOff({ caller, load }, input);
