import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { createGraphClient, GraphRefused, GraphUnavailable } from '@sysops-squad/chassis/graphClient';
import { parse, validate } from 'graphql';
import { accountsThroughGraph } from './accounts.ts';

type Sent = { query: string; variables: { input: object }; token: string | undefined };

describe('accounts through the graph', () => {
  const sent: Sent[] = [];
  let answer: { status: number; body: object | string };
  const router = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      sent.push({ ...(JSON.parse(body) as Sent), token: request.headers.authorization });
      response.writeHead(answer.status).end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
    })();
  });
  beforeAll(() => new Promise<void>((resolve) => router.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => router.close(resolve)));

  const graph = () => createGraphClient({ routerUrl: `http://127.0.0.1:${(router.address() as AddressInfo).port}/graphql`, token: async () => 'service token' });
  const account = { accountId: 'usr_1', customerId: 'cus_1', email: 'a@example.org', password: 'ein apfelbaum' };

  it("speaks auth's language, as a service", async () => {
    const client = graph();
    const accounts = accountsThroughGraph(client);
    answer = { status: 200, body: { data: { answer: { userErrors: [{ code: 'EMAIL_TAKEN', message: 'm', field: 'email' }] } } } };
    expect(await accounts.provision(account)).toEqual([{ code: 'EMAIL_TAKEN', message: 'm', field: 'email' }]);
    await accounts.activate('usr_1');
    await accounts.abandon('usr_1');
    const schema = buildSubgraphSchema(parse(await readFile(new URL('../../../auth/schema.graphql', import.meta.url), 'utf8')));
    for (const { query } of sent) expect(validate(schema, parse(query))).toEqual([]);
    expect(sent.map(({ variables, token }) => [variables.input, token])).toEqual([account, { accountId: 'usr_1' }, { accountId: 'usr_1' }].map((input) => [input, 'Bearer service token']));
    await client.close();
  });

  it.each([
    [{ status: 502, body: 'bad gateway' }, GraphUnavailable],
    [{ status: 200, body: { errors: [{ message: 'auth is down', extensions: { code: 'UNAVAILABLE' } }] } }, GraphUnavailable],
    [{ status: 200, body: { errors: [{ message: 'no', extensions: { code: 'FORBIDDEN' } }] } }, GraphRefused],
  ])('tells a silence from a no (%#)', async (given, error) => {
    answer = given;
    const client = graph();
    await expect(accountsThroughGraph(client).provision(account)).rejects.toBeInstanceOf(error);
    await client.close();
  });
});
