import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { createDesk, seenCallers } from '../testing/desk.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';

let router: TestRouter;
beforeAll(async () => {
  router = await startTestRouter(createDesk().subgraphs);
});
afterAll(() => router.stop());

const query = '{ whoAmI { id roles customerId } }';

/** All in one packet, so that the router reads them in one turn; the answers in the order of the requests. */
async function askAtOnce(tokens: readonly (string | undefined)[]): Promise<Record<string, unknown>[]> {
  const body = JSON.stringify({ query });
  const requests = tokens.map((token, index) => {
    const headers = ['content-type: application/json', `content-length: ${body.length}`, ...(token ? [`authorization: Bearer ${token}`] : []), ...(index === tokens.length - 1 ? ['connection: close'] : [])];
    return `POST /graphql HTTP/1.1\r\nhost: localhost\r\n${headers.join('\r\n')}\r\n\r\n${body}`;
  });
  const socket = connect(router.port, '127.0.0.1');
  socket.write(requests.join(''));
  const answers = (await text(socket)).matchAll(/\r\n\r\n(\{.*\})(?=HTTP|$)/g);
  return [...answers].map(([, json]) => (JSON.parse(json!) as { data: { whoAmI: Record<string, unknown> } }).data.whoAmI);
}

test('of many who ask the same at the same moment each gets his own answer, and each is asked for once', async () => {
  const claims = [{ sub: 'usr_1', customerId: 'cus_1' }, { sub: 'usr_2', customerId: 'cus_2' }, { sub: 'usr_1', customerId: 'cus_1', roles: ['CUSTOMER', 'MANAGER'] }];
  const tokens = [...(await Promise.all(claims.map((one) => router.issuer.token(one)))), undefined];
  const own = await Promise.all(tokens.map(async (token) => (await router.query(query, {}, token)).body.data!['whoAmI']));
  expect(new Set(own.map((one) => JSON.stringify(one))).size).toBe(4);

  seenCallers.length = 0;
  const order = [0, 1, 2, 3, 3, 2, 1, 0, 0, 2, 1, 3, 1];
  expect(await askAtOnce(order.map((which) => tokens[which]))).toEqual(order.map((which) => own[which]));
  expect(seenCallers).toHaveLength(4);
});
