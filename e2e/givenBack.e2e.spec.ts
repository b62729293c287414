import { copyFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSession, type Session } from '@sysops-squad/client/session';
import { composeSupergraph } from '../router/src/compose/composeSupergraph.ts';
import { password, startSystem, type System } from './testing/system.ts';
import { eventually, send, sendWell, type Data } from './testing/wire.ts';

const root = join(import.meta.dirname, '..');
let system: System;
let folder: string;
let operative: Session;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sysops-given-back-'));
  const supergraphFile = join(folder, 'supergraph.graphql');
  await copyFile(join(root, 'supergraph.graphql'), supergraphFile);
  system = await startSystem('postgres', { supergraphFile });
  operative = await system.as('operative');
}, 120_000);
afterAll(async () => {
  await system?.stop();
  await rm(folder, { recursive: true });
}, 30_000);

const served = async (): Promise<string> => ((await (await fetch(`${system.world.urls.router}/health/ready`)).json()) as { supergraph: string }).supergraph;

/** As after `npm run compose` without the context: the running router takes the new file up by itself. */
async function unlist(...without: string[]): Promise<void> {
  const { supergraphSdl } = await composeSupergraph({ configFile: join(root, 'supergraph.yaml'), without });
  const before = await served();
  await writeFile(join(folder, 'next'), supergraphSdl);
  await rename(join(folder, 'next'), join(folder, 'supergraph.graphql'));
  await eventually(served, (id) => id !== before);
}

const changed = "somebody changed this in the monolith's own table";

test('customer un-listed: the monolith answers for customers', async () => {
  await system.query('monolith', 'UPDATE customer SET name = $1 WHERE id = $2', [changed, 'cus_000002']);
  const name = async () => (await operative.request<Data>('{ customer(id: "cus_000002") { name addresses { city } } }'))['customer'];
  expect((await name()).name).not.toBe(changed);
  await unlist('customer');
  expect(await name()).toEqual({ name: changed, addresses: [{ city: expect.any(String) }] });
});

test('payment un-listed: the monolith answers for contracts', async () => {
  await system.stopProcess('payment');
  await unlist('payment');
  const { customer } = await sendWell(await system.as('customer'), 'MyAccount');
  expect(customer.contracts.edges[0].node).toMatchObject({ id: 'con_000001', plan: { name: expect.any(String) }, coveredProducts: expect.arrayContaining([expect.objectContaining({ name: expect.any(String) })]) });
});

test('ticket un-listed: the monolith answers for tickets, and takes new ones', async () => {
  await system.stopProcess('ticket');
  await unlist('ticket');
  const { data } = await operative.send<Data>('{ ticket(id: "tic_000001") { number status customer { name } history(first: 5) { edges { node { sequence toStatus } } } } }');
  expect(data!['ticket']).toMatchObject({ number: expect.stringMatching(/^SYS-/), customer: { name: expect.any(String) } });
  const { edges } = await sendWell(await system.as('customer'), 'SupportedProducts', { first: 1 });
  const input = { productId: edges[0].node.id, addressId: 'adr_000001', description: 'Still the old way.', idempotencyKey: 'given-back-1' };
  const create = 'mutation ($input: CreateTicketInput!) { createTicket(input: $input) { ticket { number } userErrors { code message } } }';
  const answer = await (await system.as('customer')).send<Data>(create, { input });
  expect(answer.data?.['createTicket']).toEqual({ ticket: { number: expect.any(String) }, userErrors: [] });
});

test('auth un-listed: the monolith signs people in', async () => {
  await system.stopProcess('auth');
  await unlist('auth');
  const session = await openSession({ url: system.url, email: 'manager@sysops.example', password });
  expect(await sendWell(session, 'Me')).toMatchObject({ email: 'manager@sysops.example', roles: ['MANAGER'] });
  // What auth signed is good no longer: the issuer is who signs people in.
  expect((await send(operative, 'Me')).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
});

test('a file that is no supergraph changes nothing', async () => {
  const before = await served();
  await writeFile(join(folder, 'supergraph.graphql'), 'type Query { nothing: String }');
  const log = () => readFile(join(system.folder, 'logs', 'router.log'), 'utf8');
  await eventually(log, (text) => text.includes('supergraph refused'));
  expect(await served()).toBe(before);
  const again = await openSession({ url: system.url, email: 'operative@sysops.example', password });
  expect((await send(again, 'SupportedProducts', { first: 1 })).errors).toBeUndefined();
});
