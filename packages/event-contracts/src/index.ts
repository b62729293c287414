export * from './ticketMessages.ts';
