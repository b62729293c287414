import { userError, type UserError } from '@sysops-squad/chassis/userError';
import { refusalAsUserError } from '../monolith/monolithRefused.ts';

export type Refused = { userErrors: UserError[] };

export const refused = (...userErrors: UserError[]): Refused => ({ userErrors });
export const notFound = (what: string, field?: string): Refused => refused(userError('NOT_FOUND', `There is no such ${what}.`, field));
export const unsupported = (message: string, field?: string): Refused => refused(userError('UNSUPPORTED_BY_MONOLITH', message, field));

/** Does what changes the monolith; its refusals become data, under the names that the graph uses for its columns. */
export async function unlessRefused<Payload extends object>(work: () => Promise<Payload>, fields: Record<string, string> = {}): Promise<(Payload & Refused) | Refused> {
  try {
    return { ...(await work()), userErrors: [] };
  } catch (error) {
    const { code, message, field } = refusalAsUserError(error);
    return refused(userError(code, message, field === null ? undefined : (fields[field] ?? field)));
  }
}
