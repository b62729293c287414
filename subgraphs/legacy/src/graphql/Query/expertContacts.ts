import type { Resolver } from '../resolver.ts';

export const expertContacts: Resolver<{ expertId: string }> = (_root, { expertId }, { app }) => app.expertContacts(expertId);
