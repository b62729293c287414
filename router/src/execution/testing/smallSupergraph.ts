import { createHash } from 'node:crypto';
import { composeServices } from '@apollo/composition';
import { parse, validate, type ExecutionResult } from 'graphql';
import { loadSupergraph } from '../../supergraph/loadedSupergraph.ts';
import type { CallContext } from '../../subgraphs/callContext.ts';
import { readAnswer, type SubgraphAnswer } from '../../subgraphs/subgraphAnswer.ts';
import type { AnswerReader } from '../copying/answerReader.ts';
import type { DeferredPayload } from '../deferredParts.ts';
import type { Delivery } from '../delivery.ts';
import { createExecutor } from '../executor.ts';
import { stringifyAnswer } from '../writtenData.ts';
import { callContext, type Answer } from './bothExecutors.ts';

export type Asked = { subgraph: string; query: string; variables: Record<string, any>; kind: string };
/** As text: what comes over the wire. */
type Answered = SubgraphAnswer | string;
type AnswerOf = (asked: Asked) => Answered | Promise<Answered>;

export const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@interfaceObject", "@authenticated"])\n';

/** Our executor over subgraphs whose answers a test writes down. `copying`: whether it may copy parts of them. */
export function smallSupergraph(sdls: Record<string, string>, answerOf: AnswerOf, { copying = true } = {}) {
  const services = Object.entries(sdls).map(([name, sdl]) => ({ name, url: `http://${name}.invalid/graphql`, typeDefs: parse(link + sdl) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(errors?.join('\n'));
  const supergraph = loadSupergraph(supergraphSdl);
  const asked: Asked[] = [];
  const copied: boolean[] = [];
  const { execute: executor } = createExecutor(
    () => supergraph,
    async ({ subgraph, body, kind, read }) => {
      const { query, variables } = JSON.parse(body) as Asked;
      asked.push({ subgraph, query, variables, kind });
      const answered = await answerOf({ subgraph, query, variables, kind });
      // as text, for no two answers share an object
      const bytes = Buffer.from(typeof answered === 'string' ? answered : JSON.stringify(answered));
      const noting = (body: Buffer): ReturnType<AnswerReader> => {
        const fit = read?.(body);
        copied.push(fit !== undefined);
        return fit;
      };
      return readAnswer({ status: 200, bytes }, copying ? noting : undefined);
    },
  );
  const executed = async (query: string, variables: Record<string, unknown>, context: CallContext): Promise<string> => {
    const document = parse(query);
    const invalid = validate(supergraph.apiSchema, document);
    if (invalid.length > 0) throw new Error(invalid.join('\n'));
    const queryHash = createHash('sha256').update(query).digest('hex');
    const request = { schema: supergraph.apiSchema, request: { query, variables }, document, queryHash, operationName: null, context };
    return stringifyAnswer((await executor(request as never)) as ExecutionResult);
  };
  return {
    asked,
    /** By answer: whether parts of it could be copied. */
    copied,
    text: (query: string, variables: Record<string, unknown> = {}): Promise<string> => executed(query, variables, callContext),
    async run(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
      return JSON.parse(await this.text(query, variables)) as Answer;
    },
    /** For a client that takes deferred fragments later: what it gets first, and then whatever comes. */
    async begin(query: string, variables: Record<string, unknown> = {}, caller = callContext.caller) {
      const delivery: Delivery = {};
      const first = JSON.parse(await executed(query, variables, { ...callContext, caller, delivery })) as Answer;
      return { first, later: delivery.later && readable(delivery.later) };
    },
  };
}

async function* readable(later: AsyncIterable<DeferredPayload>): AsyncGenerator<{ incremental: (Answer & { path: unknown[]; label?: string })[]; hasNext: boolean }> {
  for await (const { incremental, hasNext } of later) yield { incremental: incremental.map((part) => JSON.parse(stringifyAnswer(part)) as Answer & { path: unknown[] }), hasNext };
}
