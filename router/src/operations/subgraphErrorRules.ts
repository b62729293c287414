import { publicErrorCodes } from '@sysops-squad/chassis/graphqlErrors';

export type SubgraphErrorRule = {
  /** Codes whose messages clients see as the subgraph wrote them; in place of the usual ones. */
  codes?: readonly string[] | undefined;
  /** What such an error may say besides, under `extensions`. */
  extensions?: readonly string[] | undefined;
};
/** For every subgraph, and for one by its name; what the latter leaves out is taken from the former. */
export type SubgraphErrorRules = { all?: SubgraphErrorRule | undefined; subgraphs?: Readonly<Record<string, SubgraphErrorRule>> | undefined };

type Allowed = { codes: ReadonlySet<unknown>; extensions: readonly string[] };

const usualCodes: readonly string[] = [...publicErrorCodes, 'NOT_FOUND'];
/** The router itself says so of a subgraph that does not answer: no list may hide it. */
const always = 'UNAVAILABLE';
/** The router's own words about an error; nothing that a subgraph writes there is passed on. */
const ours = new Set(['serviceName', 'stacktrace', 'exception']);

/** Which errors of a subgraph may be told, looked up once for each subgraph. */
export function createSubgraphErrorRules({ all = {}, subgraphs = {} }: SubgraphErrorRules = {}): (subgraph: string) => Allowed {
  const allowedBy = ({ codes = all.codes ?? usualCodes, extensions = all.extensions ?? [] }: SubgraphErrorRule): Allowed => ({
    codes: new Set([...codes, always]),
    extensions: extensions.filter((name) => !ours.has(name)),
  });
  const byName = new Map(Object.entries(subgraphs).map(([name, rule]) => [name, allowedBy(rule)]));
  const usual = allowedBy({});
  return (subgraph) => byName.get(subgraph) ?? usual;
}
