/** An answer other than success. `code` is stable, `hint` says what to do about it. */
export class Refusal extends Error {
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

export const badInput = (field: string, hint: string) => new Refusal(400, 'BAD_INPUT', hint, field);
export const notFound = (what: string) => new Refusal(404, 'NOT_FOUND', `There is no such ${what}.`);
/** A save that names another version than the row has. */
export const staleVersion = (present: number, expected: number) =>
  new Refusal(409, 'CONFLICT', `It was changed meanwhile: it is at version ${present}, not ${expected}. Look at it as it is now, then save again.`, 'expected_version');
export const conflict = (code: string, hint: string, field?: string) => new Refusal(409, code, hint, field);
