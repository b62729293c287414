import type { AccessToken } from './tokens.ts';
import { noMark } from './marks.ts';
import { queries, variants } from './queries.ts';

/** What a gateway was seen to do, whatever it was told to. */
export type Guards = {
  /** Gives nothing to a caller without a token, nor to one whose token is forged. */
  verifiesCallers: boolean;
  /** Refuses an operation that is deeper than any front end's. */
  limitsDepth: boolean;
};

const variables = variants('small', 'same')[0]!(noMark);
const nested = (times: number): string => `query Nested($id: ID!) { ticket(id: $id) { ${'visit { ticket { '.repeat(times)}id${' } }'.repeat(times)} } }`;

/** @throws when it gives nothing to a caller who may have everything either: that would say nothing about its guards */
export async function seeGuards(url: string, { genuine, forged }: AccessToken): Promise<Guards> {
  const gives = async (query: string, token?: string): Promise<boolean> => {
    const headers = { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    return hasData(await response.text());
  };
  for (const query of [queries.small, nested(1)]) if (!(await gives(query, genuine))) throw new Error('gives no data to a manager');
  return {
    verifiesCallers: !(await gives(queries.small)) && !(await gives(queries.small, forged)),
    limitsDepth: !(await gives(nested(10), genuine)),
  };
}

export const inWords = ({ verifiesCallers, limitsDepth }: Guards): string =>
  `${verifiesCallers ? 'gives nothing without a genuine token' : 'answers whoever asks'}, ${limitsDepth ? 'refuses' : 'accepts'} what is too deep`;

/** Something besides nulls; what is no answer of GraphQL's holds nothing. */
export function hasData(body: string): boolean {
  const holdsSomething = (value: unknown): boolean => (typeof value === 'object' && value !== null ? Object.values(value).some(holdsSomething) : value !== null && value !== undefined);
  try {
    return holdsSomething((JSON.parse(body) as { data?: unknown } | null)?.data);
  } catch {
    return false;
  }
}
