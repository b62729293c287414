import { randomUUID } from 'node:crypto';
import { coveredProduct, createTicket, sendWell } from '../../../e2e/testing/wire.ts';
import { password, type System } from '../../../e2e/testing/system.ts';

/** Values that are good, by a place's name or by the last part of it; those named with the field are given though nothing asks for them. */
export type Makers = Readonly<Record<string, () => unknown>>;

const day = 86_400_000;
const inDays = (days: number) => () => new Date(Date.now() + days * day).toISOString();

/** What there is in a running system to be named by ids. */
export async function makersFor(system: System, visitId: string): Promise<Makers> {
  const ticket = await createTicket(system);
  const me = await sendWell(await system.as('customer'), 'Me');
  const { productId, addressId, contractId } = await coveredProduct(system);
  const given = (value: unknown) => () => value;
  const key = () => `texts-${randomUUID()}`;
  const email = () => `texts-${randomUUID()}@example.org`;
  return {
    idempotencyKey: key,
    email,
    password: given(password),
    currentPassword: given('not the password'),
    newPassword: given('quite another phrase'),
    name: given('Anna Adler'),
    description: given('It hums and stays dark.'),
    reason: given('Asked for.'),
    body: given('Some text.'),
    title: given('A title'),
    line1: given('Hauptstraße 1'),
    city: given('Berlin'),
    postcode: given('10115'),
    search: given('power'),
    timeZone: given('Europe/Berlin'),
    ticketId: given(ticket.id),
    'cancelTicket.input.ticketId': given('tkt_none'),
    customerId: given(me.customer.id),
    addressId: given(addressId),
    productId: given(productId),
    contractId: given(contractId),
    expertId: given('exp_000001'),
    articleId: given('art_000001'),
    skillId: given('skl_000001'),
    territoryId: given('ter_000001'),
    'completeVisit.input.visitId': given(visitId),
    // Refused behind all checks, since it is early, so that the visit stays open.
    'completeVisit.input.outcome': given('NO_ENTRY'),
    weekday: given('MONDAY'),
    start: inDays(2),
    end: inDays(2.2),
    from: inDays(-30),
    to: inDays(1),
    effectiveFrom: inDays(3),
    source: key,
    externalId: key,
    createdAt: inDays(-3),
    provenAt: inDays(0),
    'quietHours.start': given('22:00'),
    'quietHours.end': given('06:00'),
    'shifts.start': given('08:00'),
    'shifts.end': given('16:00'),
    'requestTimeOff.input.start': () => new Date(Date.now() + (60 + Math.random() * 20_000) * day).toISOString(),
    'saveExpert.input.id': given('exp_000003'),
    'saveProduct.input.id': given('prd_000060'),
    'saveUser.input.password': given(password),
    'saveUser.input.email': email,
    'saveUser.input.roles': given(['OPERATIVE']),
    'publishArticle.input.id': () => `art_${randomUUID()}`,
    'publishArticle.input.authorExpertId': given('exp_000001'),
    'sendNotification.input.recipientKind': given('CUSTOMER'),
    'sendNotification.input.recipientId': given(me.customer.id),
    'sendNotification.input.channel': given('EMAIL'),
    'sendNotification.input.address': given('anna@example.org'),
    'sendNotification.input.template': given('texts'),
    'sendNotification.input.subject': given('A subject'),
    'inviteToSurvey.input.ticketNumber': given(ticket.number),
    'importTickets.input.rows.status': given('CLOSED'),
    'importTickets.input.rows.resolvedAt': inDays(-1),
  };
}
