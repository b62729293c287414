import '../../telemetryOff.ts';
import { createHash } from 'node:crypto';
import { composeServices } from '@apollo/composition';
import { buildSchema, execute, getOperationAST, parse, printSchema, validate, type ExecutionResult } from 'graphql';
import { anonymous, roles, type Caller } from '@sysops-squad/chassis/caller';
import { loadSupergraph } from '../../supergraph/loadedSupergraph.ts';
import type { CallContext } from '../../subgraphs/callContext.ts';
import type { Delivery } from '../delivery.ts';
import { createExecutor } from '../executor.ts';
import { startGatewayExecutor } from '../gatewayExecutor.ts';
import { mergeAnswer } from '../mergeAnswer.ts';
import type { AskSubgraph } from '../run.ts';
import { stringifyAnswer } from '../writtenData.ts';
import { readAnswer } from '../../subgraphs/subgraphAnswer.ts';
import { mockWorld, type World } from './mockWorld.ts';

export type Answer = { data?: any; errors?: { message: string; path?: (string | number)[]; extensions?: Record<string, any> }[]; extensions?: Record<string, any> };
/** Of somebody with every right, unless a test says otherwise. */
const everyRight: Caller = { ...anonymous, kind: 'user', id: 'usr_test', roles: [...roles] };
export const callContext: CallContext = { caller: everyRight, requestId: 'test', deadline: new AbortController().signal };

/** The gateway's executor and ours over the same supergraph and the same subgraphs. */
export async function bothExecutors(sdls: Record<string, string>, world: World = {}) {
  const supergraphSdl = composed(sdls);
  const { subgraphs, asOne } = mockWorld(sdls, world);
  let copied = 0;
  const ask: AskSubgraph = async ({ subgraph, body, read: readText }) => {
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
    const bytes = Buffer.from(JSON.stringify(await subgraphs[subgraph]!.ask(query, variables ?? {})));
    return readAnswer({ status: 200, bytes }, readText && ((body) => counted(readText(body))));
  };
  const counted = <Read>(answer: Read): Read => {
    if (answer) copied += 1;
    return answer;
  };
  const supergraph = loadSupergraph(supergraphSdl);
  const gateway = await startGatewayExecutor(supergraph, { ask, queryPlannerConfig: { reuseQueryFragments: false } });
  const { execute: ours } = createExecutor(() => supergraph, ask);
  const requestOf = (query: string, variables: Record<string, unknown>, context: CallContext = callContext) => {
    const document = parse(query);
    const errors = validate(supergraph.apiSchema, document);
    if (errors.length > 0) throw new Error(`${errors.join()}\n${query}`);
    const queryHash = createHash('sha256').update(query).digest('hex');
    return { schema: supergraph.apiSchema, request: { query, variables }, document, queryHash, operationName: null, operation: getOperationAST(document)!, context, metrics: {}, logger: silent } as never;
  };
  const read = async (answer: Promise<ExecutionResult>): Promise<Answer> => JSON.parse(stringifyAnswer(await answer)) as Answer;
  const oneSchema = asOne(buildSchema(printSchema(supergraph.apiSchema)));
  return {
    apiSchema: supergraph.apiSchema,
    /** How many answers to our executor were such that parts of them could be copied. */
    copied: () => copied,
    subgraphs,
    gateway: (query: string, variables: Record<string, unknown> = {}, caller = everyRight) => read(gateway(requestOf(query, variables, { ...callContext, caller })) as Promise<ExecutionResult>),
    ours: (query: string, variables: Record<string, unknown> = {}, caller = everyRight) => read(ours(requestOf(query, variables, { ...callContext, caller })) as Promise<ExecutionResult>),
    /** All parts of an answer, put together as clients do. */
    async inParts(query: string, variables: Record<string, unknown> = {}, caller = everyRight): Promise<{ answer: Answer; parts: number }> {
      const delivery: Delivery = {};
      const answer = await read(ours(requestOf(query, variables, { ...callContext, caller, delivery })) as Promise<ExecutionResult>);
      let parts = 0;
      for await (const { incremental } of delivery.later ?? []) {
        for (const part of incremental) addPart(answer, JSON.parse(stringifyAnswer(part)) as Answer & { path: (string | number)[] });
        parts += incremental.length;
      }
      return { answer, parts };
    },
    /** What one service for everything would answer, according to graphql-js. */
    asOne: async (query: string, variableValues: Record<string, unknown> = {}) => JSON.parse(JSON.stringify(await execute({ schema: oneSchema, document: parse(query), variableValues }))) as Answer,
  };
}
function addPart(answer: Answer, { data, path }: Answer & { path: (string | number)[] }): void {
  const place = path.reduce((value, key) => value[key], answer.data);
  mergeAnswer(place, data);
}

export type BothExecutors = Awaited<ReturnType<typeof bothExecutors>>;

function composed(sdls: Record<string, string>): string {
  const { supergraphSdl, errors } = composeServices(Object.entries(sdls).map(([name, sdl]) => ({ name, url: `http://${name}.invalid/graphql`, typeDefs: parse(sdl) })));
  if (!supergraphSdl) throw new Error(errors?.join('\n'));
  return supergraphSdl;
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
