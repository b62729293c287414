import { GraphQLError } from 'graphql';
import type { SubgraphAnswer, SubgraphError } from '../subgraphs/subgraphClient.ts';
import { combinedQuery, type CombinedQuery } from './combinedQuery.ts';
import type { Entities, EntityFetch } from './entityFetch.ts';
import { compileBody, receiveCall, callOf } from './fetch.ts';
import type { PlanParts, Run, Step } from './run.ts';

type Wanted = { fetch: EntityFetch; entities: Entities };
type Query = { parts: CombinedQuery['parts']; bodyOf: ReturnType<typeof compileBody> };

/** One call for all entities that are wanted of one subgraph at the same time. */
export function callForEntities(fetches: readonly EntityFetch[], { urls }: PlanParts): Step {
  if (fetches.some(({ node }) => node.variableUsages?.includes('representations'))) {
    throw new GraphQLError('No variable may be called representations: choose another name.', { extensions: { code: 'BAD_USER_INPUT' } });
  }
  const call = callOf(fetches[0]!.node, urls);
  const queryFor = createQueries(fetches);

  const ask = async (run: Run, wanted: readonly Wanted[]): Promise<void> => {
    const { parts, bodyOf } = queryFor(wanted.map(({ fetch }) => fetch));
    const representations = wanted.map(({ entities }, index) => `"${parts[index]!.variable}":${entities.text}`).join();
    const answer = await receiveCall(run, { ...call, body: bodyOf(run, representations) });
    if (!answer) return;
    // One failure took all down: asked for by themselves, the others are spared.
    if (answer.data === null && wanted.length > 1) return void (await Promise.all(wanted.map((one) => ask(run, [one]))));
    wanted.forEach(({ fetch, entities }, index) => fetch.receive(run, entities, partOf(answer, parts, index)));
  };
  return (run) => {
    const wanted = fetches.map((fetch) => ({ fetch, entities: fetch.gather(run) })).filter(({ entities }) => entities.objects.length > 0);
    return wanted.length === 0 ? undefined : ask(run, wanted);
  };
}

/** A query for each set of fetches that has something to ask for, written when it is first needed. */
function createQueries(fetches: readonly EntityFetch[]): (wanted: readonly EntityFetch[]) => Query {
  const known = new Map<string, Query>();
  return (wanted) => {
    const key = wanted.map((fetch) => fetches.indexOf(fetch)).join();
    const query = known.get(key) ?? write(wanted);
    known.set(key, query);
    return query;
  };
}

function write(fetches: readonly EntityFetch[]): Query {
  const query = combinedQuery(fetches.map(({ node }) => node));
  return { parts: query.parts, bodyOf: compileBody(query) };
}

/** Errors without a place are told once, with the first part. */
function partOf({ data, errors = [] }: SubgraphAnswer, parts: Query['parts'], index: number): { data: unknown; errors: SubgraphError[] } {
  const { key } = parts[index]!;
  const isOwn = ({ path }: SubgraphError): boolean => (path && parts.some((part) => part.key === path[0]) ? path[0] === key : index === 0);
  return { data: data === undefined ? undefined : (data?.[key] ?? null), errors: parts.length === 1 ? errors : errors.filter(isOwn) };
}
