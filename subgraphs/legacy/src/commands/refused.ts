import { userError, type UserError } from '@sysops-squad/chassis/userError';
import { refusalAsUserError } from '../monolith/monolithRefused.ts';

export type Refused = { userErrors: UserError[] };

export const refused = (...userErrors: UserError[]): Refused => ({ userErrors });
export const notFound = (what: string, field?: string): Refused => refused(userError('NOT_FOUND', `There is no such ${what}.`, field));
export const unsupported = (message: string, field?: string): Refused => refused(userError('UNSUPPORTED_BY_MONOLITH', message, field));

type Words = { fields?: Record<string, string>; codes?: Record<string, string> };

/** Does what changes the monolith; its refusals become data, in the words that the graph uses for its columns and codes. */
export async function unlessRefused<Payload extends object>(work: () => Promise<Payload>, { fields = {}, codes = {} }: Words = {}): Promise<(Payload & Refused) | Refused> {
  try {
    return { ...(await work()), userErrors: [] };
  } catch (error) {
    const { code, message, field } = refusalAsUserError(error);
    return refused(userError(codes[code] ?? code, message, field === null ? undefined : (fields[field] ?? field)));
  }
}

/** Saved over by another person meanwhile: the answer then shows what is there. */
export const isConflict = ({ userErrors }: Refused): boolean => userErrors.some(({ code }) => code === 'CONFLICT');
