import type { InputOf, Resolver } from '../resolver.ts';

export const updateNotificationPreferences: Resolver<InputOf<'updateNotificationPreferences'>> = (_root, { input }, { app, caller, load }) => app.updateNotificationPreferences({ caller, load }, input);
