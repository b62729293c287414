import type { Desk } from './desk.ts';

/** What was sent, and to whom. */
export const templates = (desk: Desk): string[] => desk.world.sent.map(({ template, recipientId }) => `${String(template)} ${String(recipientId)}`).sort();
