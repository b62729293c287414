import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hasData, seeGuards } from './guards.ts';

const token = { genuine: 'genuine', forged: 'forged' };
const ticket = '{"data":{"ticket":{"id":"id-1"}}}';
type Gateway = { admits: (authorization: string | undefined) => boolean; maximum: number; refusal?: string };
let server: Server;

async function gateway({ admits, maximum, refusal = '{"errors":[{"message":"no"}]}' }: Gateway): Promise<string> {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (text) => (body += text)).on('end', () => {
      const { query } = JSON.parse(body) as { query: string };
      response.end(admits(request.headers.authorization) && query.split('visit').length <= maximum ? ticket : refusal);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterEach(() => void server?.close());

const genuineOnly = (authorization: string | undefined): boolean => authorization === 'Bearer genuine';

test('a gateway that gives forgers and the anonymous nothing verifies callers; nulls are nothing', async () => {
  const url = await gateway({ admits: genuineOnly, maximum: 5, refusal: '{"data":{"ticket":null},"errors":[{"message":"no"}]}' });
  expect(await seeGuards(url, token)).toEqual({ verifiesCallers: true, limitsDepth: true });
});
test.each<[string, Gateway['admits']]>([
  ['whoever sends no token', (authorization) => authorization === undefined || genuineOnly(authorization)],
  ['whoever sends any token', (authorization) => authorization !== undefined],
])('one that lets through %s does not', async (_, admits) => {
  expect(await seeGuards(await gateway({ admits, maximum: 5 }), token)).toEqual({ verifiesCallers: false, limitsDepth: true });
});
test('one that answers however deep the question is has no limit', async () => {
  expect(await seeGuards(await gateway({ admits: genuineOnly, maximum: 100 }), token)).toEqual({ verifiesCallers: true, limitsDepth: false });
});
test('one that gives nobody anything is no example of a guard', async () => {
  await expect(seeGuards(await gateway({ admits: () => false, maximum: 100 }), token)).rejects.toThrow('gives no data to a manager');
});
test.each<[string, boolean]>([
  [ticket, true], ['{"data":{"tickets":[{"id":null},{"rated":false}]}}', true], ['{"data":{"ticket":{"visit":null}}}', false], ['{"data":null}', false], ['null', false], ['<html>', false], ['', false],
])('%s: holds something: %s', (body, holds) => {
  expect(hasData(body)).toBe(holds);
});
