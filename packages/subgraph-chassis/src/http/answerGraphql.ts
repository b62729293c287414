import type { IncomingMessage, ServerResponse } from 'node:http';
import { HeaderMap, type ApolloServer } from '@apollo/server';
import type { Caller } from '../caller.ts';
import type { Logger } from '../logger.ts';
import { proofHeader, ProofRefused, type ProofVerifier } from '../proof.ts';
import { BodyTooLarge, readBody, sendJson } from './body.ts';

const bodyLimit = 4 * 1024 * 1024;

type Parts = { apollo: ApolloServer; verify: ProofVerifier; contextOf: (caller: Caller) => object; logger: Logger };

const refuse = (response: ServerResponse, status: number, code: string, message: string): void =>
  sendJson(response, status, { errors: [{ message, extensions: { code } }] });

/** Checks the router's proof against the exact bytes that came, then lets Apollo Server answer. */
export const answerGraphql =
  ({ apollo, verify, contextOf, logger }: Parts) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const body = await readBody(request, bodyLimit);
      const proof = request.headers[proofHeader];
      const caller = await verify(proof?.toString(), { method: request.method ?? '', path: '/graphql', body });
      await execute(apollo, contextOf(caller), body, request, response);
    } catch (error) {
      if (error instanceof BodyTooLarge) return refuse(response, 413, 'BAD_USER_INPUT', error.message);
      if (error instanceof SyntaxError) return refuse(response, 400, 'BAD_USER_INPUT', 'The body is not JSON.');
      if (!(error instanceof ProofRefused)) throw error;
      logger.warn({ reason: error.message }, 'request without a valid proof refused');
      refuse(response, 401, 'UNAUTHENTICATED', 'This subgraph answers the router only.');
    }
  };

async function execute(apollo: ApolloServer, contextValue: object, body: Buffer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = new HeaderMap([['content-type', request.headers['content-type'] ?? '']]);
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: request.method ?? '', headers, search: '', body: JSON.parse(body.toString('utf8')) },
    context: async () => contextValue,
  });
  if (answer.body.kind !== 'complete') throw new Error('a subgraph answers in one piece');
  response.writeHead(answer.status ?? 200, Object.fromEntries(answer.headers)).end(answer.body.string);
}
