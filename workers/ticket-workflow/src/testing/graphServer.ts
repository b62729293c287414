import { Supergraph } from '@apollo/federation-internals';
import { execute, GraphQLError, parse, validate, type GraphQLSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { World } from './world.ts';

export type Part = 'payment' | 'customer' | 'monolith';

export type GraphServer = {
  url: string;
  /** Parts that do not answer now. */
  down: Set<Part>;
  stop: () => Promise<void>;
};

const projectRoot = join(import.meta.dirname, '..', '..', '..', '..');
let schema: GraphQLSchema | undefined;
const contract = (): GraphQLSchema =>
  (schema ??= Supergraph.build(readFileSync(join(projectRoot, 'supergraph.graphql'), 'utf8'), { supportedFeatures: null }).apiSchema().toGraphQLJSSchema());

/** The graph over HTTP, with the composed contract for its schema and a small world behind it: a query that does not fit is refused. */
export async function startGraphServer(world: World): Promise<GraphServer> {
  const down = new Set<Part>();
  const rootValue = resolversOf(world, (part) => {
    if (down.has(part)) throw new GraphQLError(`${part} does not answer`, { extensions: { code: 'UNAVAILABLE' } });
  });
  const server = createServer(async (request, response) => {
    const answer = await answerTo(await bodyOf(request), rootValue);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  return { url, down, stop: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }) };
}

async function answerTo(body: string, rootValue: object): Promise<object> {
  const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
  const document = parse(query);
  const errors = validate(contract(), document);
  if (errors.length > 0) return { errors: errors.map(({ message }) => ({ message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })) };
  return execute({ schema: contract(), document, rootValue, variableValues: variables });
}

async function bodyOf(request: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

type Input = { input: Record<string, unknown> };
const page = (nodes: object[], { first, after }: { first: number; after: string | null }) => {
  const from = after === null || after === undefined ? 0 : Number(after) + 1;
  const edges = nodes.slice(from, from + first).map((node, index) => ({ cursor: String(from + index), node }));
  return { edges, pageInfo: { hasNextPage: from + first < nodes.length, endCursor: edges.at(-1)?.cursor ?? null } };
};

function resolversOf(world: World, needs: (part: Part) => void) {
  return {
    entitlement: ({ customerId, productId }: { customerId: string; productId: string }) => {
      needs('payment');
      const contractId = world.contracts.get(`${customerId} ${productId}`);
      return contractId ? { covered: true, reason: 'COVERED', contract: { id: contractId }, responseTarget: world.responseTarget } : { covered: false, reason: 'NO_CONTRACT', contract: null, responseTarget: null };
    },
    customer: ({ id }: { id: string }) => (needs('customer'), world.customers.get(id) ?? null),
    expert: ({ id }: { id: string }) => (needs('monolith'), world.experts.find((expert) => expert.id === id) ?? null),
    rosterDigest: () => (needs('monolith'), JSON.stringify([world.experts, world.products, world.territories])),
    experts: (args: { first: number; after: string | null }) => (needs('monolith'), page(world.experts, args)),
    products: (args: { first: number; after: string | null }) => (needs('monolith'), page(world.products, args)),
    territories: () => (needs('monolith'), world.territories),
    answeredSurveys: (args: { first: number; after: string | null }) => (needs('monolith'), page(world.answered, args)),
    sendNotification: ({ input }: Input) => {
      needs('monolith');
      world.sent.push(input);
      return { notification: null, userErrors: [] };
    },
    inviteToSurvey: ({ input }: Input) => {
      needs('monolith');
      world.invited.push(input);
      return { invitation: null, token: `token-of-${String(input['idempotencyKey'])}`, userErrors: [] };
    },
    publishArticle: ({ input }: Input) => {
      needs('monolith');
      world.published.push(input);
      return { article: { id: input['id'] }, userErrors: [] };
    },
  };
}
