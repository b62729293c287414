import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startTraceReceiver, type ReceivedSpan, type TraceReceiver } from '@sysops-squad/chassis/testing/traceReceiver';
import { startSystem, type System } from './testing/system.ts';
import { createTicket, eventually, offered, send, type Data } from './testing/wire.ts';

let system: System;
let receiver: TraceReceiver;
const settings = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_BSP_SCHEDULE_DELAY'] as const;

beforeAll(async () => {
  receiver = await startTraceReceiver();
  Object.assign(process.env, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: '100' });
  system = await startSystem();
}, 120_000);
afterAll(async () => {
  await system?.stop();
  await receiver.stop();
  for (const name of settings) delete process.env[name];
}, 30_000);

const described = ({ service, name }: ReceivedSpan): string => `${service}: ${name}`;
const description = 'Smells of burnt elderberries.';

test('one trace shows a ticket from the customer’s request to the push on the expert’s phone', async () => {
  const { id } = await createTicket(system, { description });
  const { expert } = await offered(system, id);
  for await (const { offerReceived } of expert.subscribe<Data>('subscription { offerReceived { offer { id ticket { id customer { name } } } } }')) {
    if (offerReceived.offer.ticket.id === id) break;
  }
  const request = await eventually(async () => receiver.spans.find(({ name }) => name === 'mutation CreateTicket'), Boolean);
  const wanted = [
    'router: mutation CreateTicket', 'router: fetch ticket', 'ticket: ticket graphql', 'ticket: Mutation.createTicket', 'ticket: postgresql WITH',
    'ticket-workflow: send ticket_created', 'ticket-workflow: process ticket_created', 'ticket-workflow: graph TicketCoverage', 'router: query TicketCoverage', 'router: fetch payment',
    'payment: payment graphql', 'payment: postgresql SELECT', 'ticket-workflow: dispatch decision', 'ticket-workflow: postgresql COMMIT',
    'ticket-workflow: send deliver_notification', 'ticket-workflow: process deliver_notification', 'legacy: monolith POST notifications',
    'ticket: event', 'router: push offerReceived', 'router: fetch customer',
  ];
  // What was asked for together with others' is in the trace of whoever asked first, to which ours has a link.
  const withLinked = (): ReceivedSpan[] => receiver.traceOf(request!.traceId).flatMap((span) => [span, ...span.links.flatMap(receiver.traceOf)]);
  const missing = async (): Promise<string[]> => wanted.filter((one) => !withLinked().some((span) => described(span) === one));
  await eventually(missing, ({ length }) => length === 0);
  // A parent ends, and is sent, after its children.
  const orphans = async (): Promise<ReceivedSpan[]> => {
    const known = new Set(receiver.traceOf(request!.traceId).map(({ spanId }) => spanId));
    return receiver.traceOf(request!.traceId).filter(({ parentSpanId }) => parentSpanId && !known.has(parentSpanId));
  };
  await eventually(orphans, ({ length }) => length === 0);
  const trace = receiver.traceOf(request!.traceId);
  expect(trace.filter(({ parentSpanId }) => !parentSpanId).map(described)).toEqual(['router: mutation CreateTicket']);
  expect(trace.filter(({ error }) => error !== undefined)).toEqual([]);
}, 60_000);

test('what people typed, who they are and what proves it is in no trace', () => {
  const sent = receiver.sentText();
  expect(sent).toContain('Mutation.createTicket');
  for (const secret of [description, 'sysops-squad-demo', 'Bearer', '@sysops.example', 'eyJ']) expect(sent).not.toContain(secret);
});

test('a subgraph that does not answer is an error in the trace, and the log says of which', async () => {
  const customer = await system.as('customer');
  await system.stopProcess('payment');
  const answer = await send(customer, 'MyAccount');
  expect(answer.errors?.map(({ extensions }) => extensions?.code)).toContain('UNAVAILABLE');
  const failed = await eventually(async () => receiver.spans.find(({ name, error }) => name === 'fetch payment' && error !== undefined), Boolean);
  const lines = (await readFile(join(system.folder, 'logs', 'router.log'), 'utf8')).split('\n').filter((line) => line.includes('"subgraph did not answer"'));
  expect(lines.map((line) => (JSON.parse(line) as { trace_id?: string }).trace_id)).toContain(failed!.traceId);
  expect(receiver.traceOf(failed!.traceId).find(({ parentSpanId }) => !parentSpanId)).toMatchObject({ name: 'query MyAccount', error: 'UNAVAILABLE' });
}, 60_000);
