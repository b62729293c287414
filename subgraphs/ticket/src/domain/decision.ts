import type { Fact } from './facts.ts';

export type RefusalCode =
  | 'NOT_FOUND'
  | 'INVALID_INPUT'
  | 'WRONG_STATUS'
  | 'TOO_EARLY'
  | 'OFFER_NOT_OPEN'
  | 'OVERLAP'
  | 'UNKNOWN_ADDRESS'
  | 'CONFLICT'
  | 'SKILLS_CHANGED'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'TOO_MANY_OPEN_TICKETS'
  | 'TOO_MANY_URGENT_TICKETS'
  | 'TOO_MANY_TICKETS'
  | 'TOO_MANY_COMMENTS';

/** Nothing was changed, and why: the code is for programs, the message for people. */
export type Refusal = { refused: RefusalCode; message: string; field?: string };
/** What happens, in order; empty: nothing has to. */
export type Decision = { facts: Fact[] } | Refusal;

export const refuse = (refused: RefusalCode, message: string, field?: string): Refusal =>
  field === undefined ? { refused, message } : { refused, message, field };
export const invalid = (message: string, field: string): Refusal => refuse('INVALID_INPUT', message, field);
export const notFound = (what: string): Refusal => refuse('NOT_FOUND', `There is no such ${what}, or you may not see it.`);
export const isRefusal = (value: object): value is Refusal => 'refused' in value;
