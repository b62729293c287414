import { GraphQLError } from 'graphql';
import type { Lookup, RequestCache } from '../cache/responseCache.ts';
import type { SubgraphAnswer, SubgraphError } from '../subgraphs/subgraphClient.ts';
import type { AnswerReader } from './copying/answerReader.ts';
import { combinedQuery, type CombinedQuery } from './combinedQuery.ts';
import type { Entities, EntityFetch } from './entityFetch.ts';
import { compileBody, compileVariables, receiveCall, callOf } from './fetch.ts';
import type { PlanParts, Run, Step } from './run.ts';

type Wanted = { fetch: EntityFetch; entities: Entities; keep?: Lookup['keep'] };
type Query = { parts: CombinedQuery['parts']; bodyOf: ReturnType<typeof compileBody>; read: AnswerReader | undefined };

/** One call for all entities that are wanted of one subgraph at the same time. */
export function callForEntities(fetches: readonly EntityFetch[], { urls, copying }: PlanParts): Step {
  if (fetches.some(({ node }) => node.variableUsages?.includes('representations'))) {
    throw new GraphQLError('No variable may be called representations: choose another name.', { extensions: { code: 'BAD_USER_INPUT' } });
  }
  const call = callOf(fetches[0]!.node, urls);
  const queryFor = createQueries(fetches, copying);
  const variablesOf = new Map(fetches.map((fetch) => [fetch, compileVariables(fetch.node)]));

  const ask = async (run: Run, wanted: readonly Wanted[]): Promise<void> => {
    const { parts, bodyOf, read } = queryFor(wanted.map(({ fetch }) => fetch));
    const representations = wanted.map(({ entities }, index) => `"${parts[index]!.variable}":[${entities.representations.join()}]`).join();
    const answer = await receiveCall(run, { ...call, body: bodyOf(run, representations), read: run.cache ? undefined : read });
    if (!answer) return;
    // One failure took all down: asked for by themselves, the others are spared.
    if (answer.data === null && wanted.length > 1) return void (await Promise.all(wanted.map((one) => ask(run, [one]))));
    wanted.forEach(({ fetch, entities, keep }, index) => {
      const part = partOf(answer, parts, index);
      keep?.(answer, Array.isArray(part.data) && part.data.length === entities.objects.length ? part.data : []);
      fetch.receive(run, entities, part);
    });
  };
  /** What is kept is taken in at once, and only the rest is asked for. */
  const askForRest = async (run: Run, cache: RequestCache, wanted: readonly Wanted[]): Promise<void> => {
    const looked = wanted.map(({ fetch, entities: { representations } }) =>
      cache.lookUp(fetch.cached, () => {
        const variables = variablesOf.get(fetch)!(run);
        return representations.map((representation) => variables + representation);
      }));
    const lookups = looked.some((one) => one instanceof Promise) ? await Promise.all(looked) : (looked as Lookup[]);
    const rest = wanted.map((one, index) => takeKept(run, one, lookups[index]!));
    await Promise.all(callsFor(cache, rest.filter(({ entities }) => entities.objects.length > 0)).map((some) => ask(run, some)));
  };
  return (run) => {
    const wanted = fetches.map((fetch) => ({ fetch, entities: fetch.gather(run) })).filter(({ entities }) => entities.objects.length > 0);
    if (wanted.length === 0) return undefined;
    return run.cache ? askForRest(run, run.cache, wanted) : ask(run, wanted);
  };
}

/** The least age of a call is that of all that it asks for: what is kept goes with what is kept, what nothing is known of by itself. */
function callsFor(cache: RequestCache, wanted: readonly Wanted[]): Wanted[][] {
  return [...Map.groupBy(wanted, (one) => cache.isKept(one.fetch.cached) ?? one).values()];
}

/** Gives back what is missing. */
function takeKept(run: Run, { fetch, entities }: Wanted, { kept, keep }: Lookup): Wanted {
  if (kept.length === 0) return { fetch, entities, keep };
  const places = entities.objects.map((_, index) => index);
  const some = (at: readonly number[]): Entities => ({ representations: at.map((index) => entities.representations[index]!), objects: at.map((index) => entities.objects[index]!) });
  const there = places.filter((index) => kept[index]);
  fetch.receive(run, some(there), { data: there.map((index) => kept[index]) });
  const missing = places.filter((index) => !kept[index]);
  return { fetch, entities: some(missing), keep: (answer, values) => keep(answer, placed(values, missing)) };
}

function placed(values: readonly unknown[], places: readonly number[]): unknown[] {
  const all: unknown[] = [];
  values.forEach((value, index) => (all[places[index]!] = value));
  return all;
}

/** A query for each set of fetches that has something to ask for, written when it is first needed. */
function createQueries(fetches: readonly EntityFetch[], copying: PlanParts['copying']): (wanted: readonly EntityFetch[]) => Query {
  const known = new Map<string, Query>();
  return (wanted) => {
    const key = wanted.map((fetch) => fetches.indexOf(fetch)).join();
    const query = known.get(key) ?? write(wanted, copying);
    known.set(key, query);
    return query;
  };
}

function write(fetches: readonly EntityFetch[], copying: PlanParts['copying']): Query {
  const query = combinedQuery(fetches.map(({ node }) => node));
  const read = copying?.entitiesReader(fetches.map(({ node }, index) => ({ fetch: node, key: query.parts[index]!.key })));
  return { parts: query.parts, bodyOf: compileBody(query), read };
}

/** Errors without a place are told once, with the first part. */
function partOf({ data, errors = [] }: SubgraphAnswer, parts: Query['parts'], index: number): { data: unknown; errors: SubgraphError[] } {
  const { key } = parts[index]!;
  const isOwn = ({ path }: SubgraphError): boolean => (path && parts.some((part) => part.key === path[0]) ? path[0] === key : index === 0);
  return { data: data === undefined ? undefined : (data?.[key] ?? null), errors: parts.length === 1 ? errors : errors.filter(isOwn) };
}
