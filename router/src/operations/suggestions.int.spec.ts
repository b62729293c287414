import { createLogger } from '@sysops-squad/chassis/logger';
import { createDesk } from '../testing/desk.ts';
import { liveClient } from '../testing/liveClient.ts';
import { startTestRouter } from '../testing/testRouter.ts';
import { createPublicErrors } from './publicErrors.ts';

const desk = createDesk();

test('with introspection off nothing is suggested, neither fields nor arguments nor on a socket', async () => {
  const router = await startTestRouter(desk.subgraphs, { introspection: false });
  const messages = [
    ...(await router.query('{ tiket(id: "a") { id } }')).body.errors!,
    ...(await router.query('{ ticket(id: "a") { titel } }')).body.errors!,
    ...(await router.query('{ ticket(ids: "a") { id } }')).body.errors!,
  ].map(({ message }) => message);
  const client = liveClient(router.wsUrl, undefined);
  const refused = client.subscribe('subscription { ticketEvent { kind } }');
  await refused.ended();
  messages.push(...(refused.outcome.error as { message: string }[]).map(({ message }) => message));
  await client.dispose();
  await router.stop();
  expect(messages.length).toBeGreaterThanOrEqual(4);
  expect(messages.filter((message) => message.includes('Did you mean'))).toEqual([]);
});

test('suggestions are there where introspection is on', async () => {
  const open = await startTestRouter(desk.subgraphs);
  expect((await open.query('{ tiket(id: "a") { id } }')).body.errors![0]!.message).toContain('Did you mean');
  await open.stop();
});

test('what was meant in variables is not suggested either', () => {
  const message = 'Variable "$input" got invalid value { titel: "T" }; Field "titel" is not defined by type "NewTicket". Did you mean "title" or "tidy"?';
  const told = (suggestions: boolean): string => createPublicErrors(createLogger('test'), { suggestions })({ message, extensions: { code: 'BAD_USER_INPUT' } }, undefined).message;
  expect(told(true)).toBe(message);
  expect(told(false)).toBe('Variable "$input" got invalid value { titel: "T" }; Field "titel" is not defined by type "NewTicket".');
});
