import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse, type TypeNode } from 'graphql';
import { markNeedsAttention } from './domain/markNeedsAttention.ts';
import { system } from './domain/ticket.ts';
import { withdrawOffer } from './domain/withdrawOffer.ts';
import { changeTicket } from './storage/changeTicket.ts';
import type { Instance } from './testing/instance.ts';
import { admin, customer, expert, manager, operative, service } from './testing/people.ts';
import { startStory, type Story } from './testing/startStory.ts';

let ticket: Instance;
let story: Story;
beforeAll(async () => void ({ ticket, story } = await startStory()));
afterAll(() => ticket.stop());

const tally = '14 lack the skill, 3 are booked';

describe('what dispatch counted', () => {
  const fields = 'attention { reason summary since } history { edges { node { toStatus reason } } }';
  let id: string;
  beforeAll(async () => {
    id = await story.created();
    const { offerId } = await story.offered(id);
    await ticket.send(expert(), 'mutation ($id: ID!) { refuseOffer(input: { offerId: $id, reason: TOO_FAR }) { userErrors { code } } }', { id: offerId });
    await changeTicket(story.storage, { ticketId: id, actor: system('test'), decide: (it, now) => markNeedsAttention(it, { reason: 'NO_EXPERT', summary: tally }, now) });
  });

  const ways: Record<string, string> = {
    ticket: `query ($id: ID!) { ticket(id: $id) { ${fields} } }`,
    tickets: `{ tickets(filter: { status: NEEDS_ATTENTION }) { edges { node { ${fields} } } } }`,
    'the entity': `query ($id: ID!) { _entities(representations: [{ __typename: "Ticket", id: $id }]) { ... on Ticket { ${fields} } } }`,
  };

  test.each(Object.keys(ways))('is for staff, by %s', async (way) => {
    const seen = async (who: Parameters<Instance['send']>[0]) => JSON.stringify(await ticket.send(who, ways[way]!, { id }));
    for (const who of [operative, manager]) expect((await seen(who)).split(tally)).toHaveLength(3);
    for (const who of [customer(), expert()]) {
      const told = await seen(who);
      expect(told).not.toContain('lack');
      expect(told.split('We are still looking for an expert.')).toHaveLength(3);
    }
  });

  test('nor does a subscription tell it', async () => {
    const watched = await ticket.subscribe(customer(), `subscription ($id: ID!) { ticketChanged(ticketId: $id) { change ticket { ${fields} } } }`, { id });
    const told = JSON.stringify(await watched.next());
    await watched.stop();
    expect([told.includes('CURRENT'), told.includes('lack'), told.includes('We are still looking for an expert.')]).toEqual([true, false, true]);
  });
});

describe('a visit that is booked for later', () => {
  const begin = async (step: string, visitId: string) => (await ticket.send(expert(), `mutation ($id: ID!) { done: ${step}(input: { visitId: $id }) { visit { status } userErrors { code message field } } }`, { id: visitId })).data.done;

  const booked = async (inHours: number): Promise<string> => {
    const { offerId, visitId } = await story.offered(await story.created(), 'exp_1', inHours);
    await ticket.send(expert(), 'mutation ($id: ID!) { acceptOffer(input: { offerId: $id }) { userErrors { code } } }', { id: offerId });
    return visitId;
  };

  test('is not begun earlier than the service policy says, and the refusal says when', async () => {
    const refused = await begin('startTravel', await booked(72));
    expect(refused).toMatchObject({ visit: null, userErrors: [{ code: 'TOO_EARLY', field: 'visitId', message: expect.stringMatching(/^This visit is booked for 2.*Z; it can be begun from 2.*Z on\.$/) }] });
    const visitId = await booked(11);
    expect(await begin('startTravel', visitId)).toMatchObject({ visit: { status: 'EN_ROUTE' }, userErrors: [] });
    await story.beginAhead(600);
    expect(await begin('arriveOnSite', visitId)).toMatchObject({ visit: null, userErrors: [{ code: 'TOO_EARLY' }] });
    await story.beginAhead(670);
    expect(await begin('arriveOnSite', visitId)).toMatchObject({ visit: { status: 'ON_SITE' }, userErrors: [] });
  });
});

describe('policies', () => {
  const { definitions } = parse(readFileSync(join(import.meta.dirname, '..', 'schema.graphql'), 'utf8'));
  const types = new Map(definitions.flatMap((one) => (one.kind === Kind.OBJECT_TYPE_DEFINITION ? [[one.name.value, one.fields ?? []] as const] : [])));
  const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));
  const selection = (type: string): string =>
    types.get(type)!.map((field) => (types.has(nameOf(field.type)) ? `${field.name.value} { ${selection(nameOf(field.type))} }` : field.name.value)).join(' ');

  test.each([['dispatchPolicies', 'DispatchPolicy'], ['servicePolicies', 'ServicePolicy']])('%s: each version is readable in whole, the first too', async (list, type) => {
    const answer = await ticket.send(admin, `{ ${list}(first: 100) { edges { node { ${selection(type)} } } } }`);
    expect(answer.errors).toBeUndefined();
    const versions = answer.data[list].edges.map(({ node }: { node: { version: number } }) => node.version);
    expect(versions).toEqual(versions.map((_: number, n: number) => versions.length - n));
    expect(versions.at(-1)).toBe(1);
  });
});

describe('an expert', () => {
  const fields = 'customer { id } address { id } comments { edges { node { body } } } number';
  const entities = [{ type: 'Ticket', selection: fields }, { type: 'Visit', selection: `ticket { ${fields} }` }, { type: 'Offer', selection: `ticket { ${fields} }` }];
  const secret = 'The key lies under the mat.';
  const whole = async (): Promise<{ id: string; offerId: string; visitId: string }> => {
    const id = await story.created();
    const ids = await story.offered(id, 'exp_2');
    for (const visibility of ['PUBLIC', 'INTERNAL']) await ticket.send(operative, 'mutation ($input: AddCommentInput!) { addComment(input: $input) { userErrors { code } } }', { input: { ticketId: id, body: visibility === 'PUBLIC' ? 'Hello' : secret, visibility } });
    return { id, ...ids };
  };
  const send = async (who: ReturnType<typeof expert>, query: string, variables: object) => JSON.stringify(await ticket.send(who, query, variables as Record<string, unknown>));

  /** What the expert sees by every way there is. */
  async function seenBy(who: ReturnType<typeof expert>, { id, offerId, visitId }: { id: string; offerId: string; visitId: string }): Promise<string[]> {
    const range = { from: new Date().toISOString(), to: new Date(Date.now() + 60 * 86_400_000).toISOString() };
    const ids: Record<string, string> = { Ticket: id, Visit: visitId, Offer: offerId };
    const watched = await ticket.subscribe(who, `subscription ($id: ID!) { ticketChanged(ticketId: $id) { ticket { ${fields} } } }`, { id });
    const event = JSON.stringify(await watched.next());
    await watched.stop();
    return [
      event,
      await send(who, `query ($id: ID!) { ticket(id: $id) { ${fields} } }`, { id }),
      await send(who, `{ tickets(first: 100) { edges { node { id ${fields} } } } }`, {}).then((text) => JSON.stringify(JSON.parse(text).data.tickets.edges.filter(({ node }: { node: { id: string } }) => node.id === id))),
      ...(await Promise.all(entities.map(({ type, selection }) => send(who, `query ($id: ID!) { _entities(representations: [{ __typename: "${type}", id: $id }]) { ... on ${type} { ${selection} } } }`, { id: ids[type] })))),
      await send(who, `query ($from: DateTime!, $to: DateTime!) { _entities(representations: [{ __typename: "Expert", id: "exp_2" }]) { ... on Expert { offers(first: 100) { edges { node { id ticket { ${fields} } } } } visits(from: $from, to: $to) { id ticket { ${fields} } } } } }`, range)
        .then((text) => JSON.stringify(JSON.parse(text).data._entities[0].offers.edges.filter(({ node }: { node: { id: string } }) => node.id === offerId))),
    ];
  }
  const isOpen = (text: string): boolean => [secret, 'cus_1', 'adr_1'].every((part) => text.includes(part));
  const isClosed = (text: string): boolean => [secret, '"cus_1"', 'adr_1'].every((part) => !text.includes(part)) && text.includes('SYS-');

  const answer = (offerId: string, field: string) => ticket.send(expert('exp_2'), `mutation ($id: ID!) { ${field} { userErrors { code } } }`, { id: offerId });
  const ends: Record<string, (ids: { id: string; offerId: string; visitId: string }) => Promise<unknown>> = {
    'whose offer was refused': ({ offerId }) => answer(offerId, 'refuseOffer(input: { offerId: $id, reason: TOO_FAR })'),
    'whose offer has expired, though nobody has marked it yet': ({ offerId }) => ticket.sql.query(`UPDATE offer SET expires_at = now() - interval '1 second' WHERE id = $1`, [offerId]),
    'whose offer was withdrawn': ({ id }) => changeTicket(story.storage, { ticketId: id, actor: system('test'), decide: (it, now) => withdrawOffer(it, { offerId: it.offer!.id, broken: [{ rule: 'TIME_OFF', detail: 'is on leave' }] }, now) }),
    'whose booking was cancelled': async ({ id, offerId }) => {
      await answer(offerId, 'acceptOffer(input: { offerId: $id })');
      await ticket.send(operative, 'mutation ($id: ID!) { cancelTicket(input: { ticketId: $id, reason: "Works again." }) { userErrors { code } } }', { id });
    },
    'who cannot come after all': async ({ offerId, visitId }) => {
      await answer(offerId, 'acceptOffer(input: { offerId: $id })');
      await answer(visitId, 'cannotArrive(input: { visitId: $id, reason: "Flat tyre." })');
    },
  };

  test.each(Object.keys(ends))('%s sees neither customer, address nor internal comments any more', async (end) => {
    const ids = await whole();
    const before = await seenBy(expert('exp_2'), ids);
    expect(before.map(isOpen)).toEqual(before.map(() => true));
    await ends[end]!(ids);
    const after = await seenBy(expert('exp_2'), ids);
    expect(after.filter((text) => !isClosed(text) && !text.includes('"_entities":[null]') && text !== '[]')).toEqual([]);
    expect(isOpen(await send(manager, `query ($id: ID!) { ticket(id: $id) { ${fields} } }`, { id: ids.id }))).toBe(true);
  });

  test('who watches a ticket hears of internal comments only while the offer stands', async () => {
    const ids = await whole();
    const watched = await ticket.subscribe(expert('exp_2'), 'subscription ($id: ID!) { ticketChanged(ticketId: $id) { change ticket { customer { id } } } }', { id: ids.id });
    const comment = (visibility: string) => ticket.send(operative, 'mutation ($input: AddCommentInput!) { addComment(input: $input) { userErrors { code } } }', { input: { ticketId: ids.id, body: 'x', visibility } });
    const next = async () => (await watched.next()).data.ticketChanged;
    expect(await next()).toEqual({ change: 'CURRENT', ticket: { customer: { id: 'cus_1' } } });
    await comment('INTERNAL');
    expect(await next()).toEqual({ change: 'COMMENT_ADDED', ticket: { customer: { id: 'cus_1' } } });
    await answer(ids.offerId, 'refuseOffer(input: { offerId: $id, reason: TOO_FAR })');
    expect(await next()).toEqual({ change: 'TICKET_UPDATED', ticket: { customer: null } });
    await comment('INTERNAL');
    await comment('PUBLIC');
    await ticket.send(customer(), 'mutation ($id: ID!) { updateTicket(input: { ticketId: $id, description: "Louder." }) { userErrors { code } } }', { id: ids.id });
    expect([(await next()).change, (await next()).change]).toEqual(['COMMENT_ADDED', 'TICKET_UPDATED']);
    await watched.stop();
  });

  test('who finished a visit sees them for as long as the service policy says', async () => {
    const id = await story.created();
    const { offerId, visitId } = await story.fixed(id, 'exp_2');
    await ticket.send(operative, 'mutation ($input: AddCommentInput!) { addComment(input: $input) { userErrors { code } } }', { input: { ticketId: id, body: secret, visibility: 'INTERNAL' } });
    const since = (hours: number) => ticket.sql.query(`UPDATE visit SET completed_at = now() - interval '1 hour' * $2 WHERE id = $1`, [visitId, hours]);
    await since(47);
    expect((await seenBy(expert('exp_2'), { id, offerId, visitId })).filter((text) => !isOpen(text))).toEqual([]);
    const contacts = async () => (await ticket.send(service, '{ expertContacts(expertId: "exp_2") { customerIds addressIds } }')).data.expertContacts;
    expect(await contacts()).toEqual({ customerIds: ['cus_1'], addressIds: ['adr_1'] });
    await since(49);
    expect((await seenBy(expert('exp_2'), { id, offerId, visitId })).filter((text) => !isClosed(text))).toEqual([]);
    expect(await contacts()).toEqual({ customerIds: [], addressIds: [] });
  });
});
