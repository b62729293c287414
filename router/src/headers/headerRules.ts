import type { IncomingHttpHeaders } from 'node:http';
import { isCredential, isUntouchable } from './protectedHeaders.ts';

/** What is done to the headers that go to a subgraph; a rule has one of `propagate`, `matching`, `insert` and `remove`. */
export type RequestRule = {
  /** Header of the client's that is sent on. */
  propagate?: string | undefined;
  /** All headers of the client's that it finds, but for credentials. */
  matching?: string | undefined;
  insert?: string | undefined;
  /** Takes back what a rule before it has put there. */
  remove?: string | undefined;
  /** Another name for what `propagate` sends on. */
  rename?: string | undefined;
  /** Of `insert`; or, as `default`, for when the client sends none. */
  value?: string | undefined;
  default?: string | undefined;
  /** Said by whoever knows that it names a credential. */
  sensitive?: boolean | undefined;
};

/** What is done to the headers that go to the client. */
export type ResponseRule = Omit<RequestRule, 'matching'> & {
  /** When several subgraphs, or calls to one, answer with it: the first that came, the last, or all behind one another. */
  algorithm?: 'first' | 'last' | 'append' | undefined;
};

/** Rules for every subgraph, and those for one, which come after them. */
export type ScopedRules<Rule> = { all?: readonly Rule[] | undefined; subgraphs?: Readonly<Record<string, readonly Rule[]>> | undefined };
export type HeaderRules = { request?: ScopedRules<RequestRule> | undefined; response?: ScopedRules<ResponseRule> | undefined };

export const rulesFor = <Rule>({ all = [], subgraphs = {} }: ScopedRules<Rule>, subgraph: string): readonly Rule[] => [...all, ...(Object.hasOwn(subgraphs, subgraph) ? subgraphs[subgraph]! : [])];

/** What a subgraph gets besides what the router always sends; nothing of a client's that no rule names. */
export function requestHeaders(rules: readonly RequestRule[], client: IncomingHttpHeaders): Record<string, string> {
  const headers = new Map<string, string>();
  for (const rule of rules) applyRule(rule, client, headers);
  return Object.fromEntries(headers);
}

function applyRule(rule: RequestRule, client: IncomingHttpHeaders, headers: Map<string, string>): void {
  if (rule.insert !== undefined) headers.set(rule.insert, rule.value ?? '');
  if (rule.remove !== undefined) headers.delete(rule.remove);
  if (rule.propagate !== undefined) {
    const value = textOf(client[rule.propagate]) ?? rule.default;
    if (value !== undefined) headers.set(rule.rename ?? rule.propagate, value);
  }
  if (rule.matching === undefined) return;
  const pattern = new RegExp(rule.matching, 'i');
  for (const [name, sent] of Object.entries(client)) {
    const value = textOf(sent);
    if (value !== undefined && pattern.test(name) && !isUntouchable(name) && (rule.sensitive || !isCredential(name))) headers.set(name, value);
  }
}

const textOf = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value.join(', ') : value);
