import type { IncomingHttpHeaders } from 'node:http';
import { rulesFor, type ResponseRule, type ScopedRules } from './headerRules.ts';

type Contribution = { values: string[]; algorithm: NonNullable<ResponseRule['algorithm']> };

/** Collects what the client gets of the headers of all answers to one request, in the order in which they come. */
export function collectResponseHeaders(rules: ScopedRules<ResponseRule>) {
  const collected = new Map<string, string[]>();
  const everyRule = [...(rules.all ?? []), ...Object.values(rules.subgraphs ?? {}).flat()];
  return {
    received(subgraph: string, headers: IncomingHttpHeaders): void {
      for (const [name, { values, algorithm }] of contributions(rulesFor(rules, subgraph), headers)) {
        const before = collected.get(name);
        if (!before || algorithm === 'last') collected.set(name, values);
        else if (algorithm === 'append') collected.set(name, [...before, ...values]);
      }
    },
    toClient(): [name: string, value: string | string[]][] {
      const headers = new Map(collected);
      for (const { insert, value, propagate, rename, default: otherwise } of everyRule) {
        if (insert !== undefined) headers.set(insert, [value ?? '']);
        const name = rename ?? propagate;
        if (name !== undefined && otherwise !== undefined && !headers.has(name)) headers.set(name, [otherwise]);
      }
      return [...headers].map(([name, values]) => [name, name === 'set-cookie' ? values : values.join(', ')]);
    },
  };
}
export type ResponseHeaders = ReturnType<typeof collectResponseHeaders>;

/** Of one answer. */
function contributions(rules: readonly ResponseRule[], headers: IncomingHttpHeaders): Map<string, Contribution> {
  const own = new Map<string, Contribution>();
  for (const { propagate, remove, rename, algorithm = 'first' } of rules) {
    if (remove !== undefined) own.delete(remove);
    const sent = propagate === undefined ? undefined : headers[propagate];
    if (sent !== undefined) own.set(rename ?? propagate!, { values: [sent].flat(), algorithm });
  }
  return own;
}
