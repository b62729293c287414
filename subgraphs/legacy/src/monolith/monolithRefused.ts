import { userError, type UserError } from '@sysops-squad/chassis/userError';

/** The monolith understood the request and does not accept it. */
export class MonolithRefused extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint: string;
  readonly field: string | undefined;

  constructor(status: number, code: string, hint: string, field?: string) {
    super(`${code}: ${hint}`);
    this.status = status;
    this.code = code;
    this.hint = hint;
    this.field = field;
  }
}

/**
 * A refusal in the words of the graph: 404 is NOT_FOUND, wrong input INVALID_INPUT, everything else keeps the monolith's code.
 * Any other error is thrown on.
 */
export function refusalAsUserError(error: unknown): UserError {
  if (!(error instanceof MonolithRefused)) throw error;
  if (error.status === 404) return userError('NOT_FOUND', error.hint);
  if (error.status === 400 || error.code === 'REFERENCE') return userError('INVALID_INPUT', error.hint, error.field);
  return userError(error.code, error.hint, error.field);
}
