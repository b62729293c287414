export * from './ticketMessages.ts';
export * from './workflowMessages.ts';
