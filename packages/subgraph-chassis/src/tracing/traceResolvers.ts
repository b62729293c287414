import type { SubgraphResolvers } from '../subgraph.ts';
import { inSpan, isTracing } from './tracing.ts';

type Resolver = (...args: unknown[]) => unknown;

/** Each query and mutation as a span, under the name of its field; without traces, the resolvers as they are. */
export function traceResolvers(resolvers: SubgraphResolvers): SubgraphResolvers {
  if (!isTracing()) return resolvers;
  const traced = (type: string) => Object.fromEntries(Object.entries((resolvers[type] ?? {}) as Record<string, unknown>).map(([field, resolve]) => [field, tracedField(`${type}.${field}`, resolve)]));
  return { ...resolvers, ...(resolvers['Query'] && { Query: traced('Query') }), ...(resolvers['Mutation'] && { Mutation: traced('Mutation') }) };
}

const tracedField = (name: string, resolve: unknown): unknown =>
  (typeof resolve === 'function' ? (...args: unknown[]) => inSpan(name, {}, () => (resolve as Resolver)(...args)) : resolve);
