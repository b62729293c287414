import { z } from 'zod';
import { isCredential, isUntouchable } from '../headers/protectedHeaders.ts';

const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'must be the name of a header, e.g. x-tenant').transform((name) => name.toLowerCase());
const headerValue = z.string().regex(/^[^\u0000-\u0008\u000a-\u001f\u007f]*$/, 'must be one line without control characters');
const pattern = z.string().min(1).refine(isPattern, 'must be a regular expression, e.g. ^x-tenant-');

const actions = {
  insert: headerName.describe('Name of a header that is always sent, with `value`.').optional(),
  remove: headerName.describe('Name of a header that a rule before this one has put there and that is not to be sent after all.').optional(),
  rename: headerName.describe('With `propagate`: the name under which it is sent on.').optional(),
  value: headerValue.describe('With `insert`: the value; ${env.NAME} is replaced.').optional(),
  default: headerValue.describe('With `propagate`: the value where there is none.').optional(),
  sensitive: z.boolean().describe('Must be true where a rule names a credential: authorization, cookie, set-cookie, x-api-key.').optional(),
};

export const requestRule = z
  .strictObject({
    propagate: headerName.describe('Name of a header of the client that is sent on to the subgraph.').optional(),
    matching: pattern.describe('Regular expression: every header of the client whose name it finds is sent on, but for credentials.').optional(),
    ...actions,
  })
  .superRefine((rule, context) => checkRule(rule, ['propagate', 'matching', 'insert', 'remove'], context))
  .meta({ id: 'RequestHeaderRule', description: 'One of `propagate`, `matching`, `insert` and `remove`.' });

export const responseRule = z
  .strictObject({
    propagate: headerName.describe('Name of a header of the subgraph that is sent on to the client.').optional(),
    ...actions,
    algorithm: z.enum(['first', 'last', 'append']).describe('Which one, where several answers have it: that of the answer that came first (the default) or last, or all of them, joined by commas.').optional(),
  })
  .superRefine((rule, context) => checkRule(rule, ['propagate', 'insert', 'remove'], context))
  .meta({ id: 'ResponseHeaderRule', description: 'One of `propagate`, `insert` and `remove`.' });

type Rule = Partial<Record<string, unknown>> & { sensitive?: boolean | undefined };

function checkRule(rule: Rule, verbs: readonly string[], context: z.RefinementCtx): void {
  const refuse = (key: string | undefined, message: string): void => context.addIssue({ code: 'custom', message, path: key === undefined ? [] : [key] });
  const said = verbs.filter((verb) => rule[verb] !== undefined);
  const [verb] = said;
  if (said.length !== 1) return refuse(undefined, `must have exactly one of ${verbs.join(', ')}`);
  if (verb === 'insert' && rule['value'] === undefined) refuse('insert', 'needs a `value` beside it');
  for (const key of ['rename', 'default', 'algorithm']) if (rule[key] !== undefined && verb !== 'propagate') refuse(key, 'belongs to a rule with `propagate`');
  if (rule['value'] !== undefined && verb !== 'insert') refuse('value', 'belongs to a rule with `insert`');
  for (const key of ['propagate', 'insert', 'remove', 'rename']) {
    const name = rule[key];
    if (typeof name !== 'string') continue;
    if (isUntouchable(name)) refuse(key, `${name} is written by the router itself, or belongs to one connection: no rule may name it`);
    if (isCredential(name) && !rule.sensitive) refuse(key, `${name} is a credential: if it really is to be passed on, say so by \`sensitive: true\` in this rule`);
  }
}

function isPattern(text: string): boolean {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
}
