import { startInstance } from './testing/instance.ts';
import type { Instance } from './testing/instance.ts';
import { admin, customer, operative } from './testing/people.ts';
import { servicePolicy } from './testing/servicePolicy.ts';
import { aTicketInput, createTicket } from './testing/story.ts';

let ticket: Instance;
const limits = { openTickets: 5, unprovenOpenTickets: 2, openUrgentTickets: 2, ticketsPerDay: 8, commentsPerHour: 6, commentsPerTicketAndDay: 4, staffTicketsPerHour: 40, staffCommentsPerHour: 30 };
beforeAll(async () => {
  ticket = await startInstance();
  const { version: _, ...policy } = servicePolicy;
  const saved = await ticket.send(admin, 'mutation ($input: SaveServicePolicyInput!) { saveServicePolicy(input: $input) { policy { limits { openTickets } } userErrors { code field } } }', { input: { ...policy, effectiveFrom: new Date().toISOString(), note: 'Small.', limits } });
  expect(saved.data.saveServicePolicy).toEqual({ policy: { limits: { openTickets: 5 } }, userErrors: [] });
});
afterAll(() => ticket.stop());

const times = (n: number) => Array.from({ length: n }, (_, index) => index);
const counted = (codes: string[]) => Object.fromEntries([...Map.groupBy(codes, (code) => code)].map(([code, { length }]) => [code, length]));
const create = async (id: string, more: Record<string, unknown> = {}, who = customer(id)) => (await ticket.send(who, createTicket, { input: aTicketInput(more) })).data.createTicket;
const codeOf = (payload: { userErrors: { code: string }[] }) => payload.userErrors[0]?.code ?? 'DONE';
const cancel = async (id: string, ticketId: string) => (await ticket.send(customer(id), 'mutation ($id: ID!) { cancelTicket(input: { ticketId: $id, reason: "It works." }) { userErrors { code } } }', { id: ticketId })).data.cancelTicket;
const urge = async (id: string, ticketId: string) => codeOf((await ticket.send(customer(id), 'mutation ($id: ID!) { updateTicket(input: { ticketId: $id, priority: P1 }) { userErrors { code field } } }', { id: ticketId })).data.updateTicket);
const comment = async (who: typeof operative, ticketId: string) => codeOf((await ticket.send(who, 'mutation ($id: ID!) { addComment(input: { ticketId: $id, body: "Hello?" }) { userErrors { code } } }', { id: ticketId })).data.addComment);

test('of 30 tickets at the same moment as many are made as may be open; a key that was used is answered all the same', async () => {
  const inputs = times(30).map(() => aTicketInput());
  const payloads = (await Promise.all(inputs.map((input) => ticket.send(customer('cus_open'), createTicket, { input })))).map(({ data }) => data.createTicket);
  expect(counted(payloads.map(codeOf))).toEqual({ DONE: 5, TOO_MANY_OPEN_TICKETS: 25 });
  const made = payloads.findIndex((payload) => payload.ticket);
  expect((await ticket.send(customer('cus_open'), createTicket, { input: inputs[made]! })).data.createTicket.ticket.id).toBe(payloads[made].ticket.id);
  await cancel('cus_open', payloads[made].ticket.id);
  expect(codeOf(await create('cus_open'))).toBe('DONE');
  expect(await create('cus_open')).toMatchObject({ ticket: null, userErrors: [{ code: 'TOO_MANY_OPEN_TICKETS', message: expect.stringContaining('5 open tickets') }] });
});

test('twenty requests with the key of the last ticket there is room for get that ticket', async () => {
  for (const _ of times(4)) await create('cus_last');
  const input = aTicketInput();
  const payloads = await Promise.all(times(20).map(async () => (await ticket.send(customer('cus_last'), createTicket, { input })).data.createTicket));
  expect(new Set(payloads.map((payload) => payload.ticket?.id)).size).toBe(1);
  expect(counted(payloads.map(codeOf))).toEqual({ DONE: 20 });
});

test('urgent tickets, made or changed at the same moment, are as many as may be', async () => {
  const ids = await Promise.all(times(3).map(async () => (await create('cus_urgent')).ticket.id as string));
  const codes = await Promise.all([...ids.map((id) => urge('cus_urgent', id)), ...times(2).map(async () => codeOf(await create('cus_urgent', { priority: 'P1' })))]);
  expect(counted(codes)).toEqual({ DONE: 2, TOO_MANY_URGENT_TICKETS: 3 });
});

test('who cancels and raises again all day is stopped; the call centre goes on for them', async () => {
  for (const _ of times(8)) await cancel('cus_day', (await create('cus_day')).ticket.id);
  expect(codeOf(await create('cus_day'))).toBe('TOO_MANY_TICKETS');
  expect(counted(await Promise.all(times(10).map(async () => codeOf(await create('cus_day', { onBehalfOf: 'cus_day' }, operative)))))).toEqual({ DONE: 10 });
});

test('comments of a customer are limited by ticket and hour, also at the same moment; an operative has a limit of their own', async () => {
  const [first, second] = [(await create('cus_talk')).ticket.id, (await create('cus_talk')).ticket.id];
  expect(counted(await Promise.all(times(10).map(() => comment(customer('cus_talk'), first))))).toEqual({ DONE: 4, TOO_MANY_COMMENTS: 6 });
  expect(counted(await Promise.all(times(10).map(() => comment(customer('cus_talk'), second))))).toEqual({ DONE: 2, TOO_MANY_COMMENTS: 8 });
  const codes: string[] = [];
  for (const _ of times(35)) codes.push(await comment(operative, second));
  expect(counted(codes)).toEqual({ DONE: 30, TOO_MANY_COMMENTS: 5 });
});

test('an operative who never stops is stopped', async () => {
  const codes: string[] = [];
  for (const n of times(45)) codes.push(codeOf(await create('cus_any', { onBehalfOf: `cus_${n}` }, operative)));
  expect(codes.at(-1)).toBe('TOO_MANY_TICKETS');
});

test('a customer who has not proven an e-mail address has fewer open tickets, also of ten at the same moment', async () => {
  const unproven = { ...customer('cus_new'), unproven: true as const };
  const payloads = await Promise.all(times(10).map(() => create('cus_new', {}, unproven)));
  expect(counted(payloads.map(codeOf))).toEqual({ DONE: 2, TOO_MANY_OPEN_TICKETS: 8 });
  expect((await create('cus_new', {}, unproven)).userErrors[0].message).toContain('e-mail address is proven');
  expect(codeOf(await create('cus_new'))).toBe('DONE');
});
