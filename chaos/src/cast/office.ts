import type { Data } from './actor.ts';
import type { Play } from './stage.ts';
import { words } from './words.ts';

/** The desks behind the scenes: managers, billing, sales, the import of another desk's tickets, surveys. */
export function officeWorks(play: Play, month: string): void {
  play.every(1_500, () => assignSomebody(play));
  play.every(6_000, () => play.actor(play.people.staff.admin).perform('runBilling', words.bill, { period: month }));
  play.every(2_000, () => sell(play));
  play.every(5_000, () => showCard(play));
  play.every(4_000, () => bringIn(play));
  play.every(4_000, () => answerSurvey(play));
}

/** A manager sends somebody by name, whether that is a good idea or not. */
async function assignSomebody(play: Play): Promise<void> {
  const manager = play.actor(play.people.staff.manager);
  const { data } = await manager.ask(words.attention);
  const waiting = (data?.['ticketsNeedingAttention']?.edges ?? []) as { node: { id: string } }[];
  if (waiting.length === 0) return;
  const start = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + (24 + play.random.below(400)) * 3_600_000).toISOString();
  const input = { ticketId: play.random.pick(waiting).node.id, expertId: play.random.pick(play.people.experts).id, start, reason: 'Knows the house.' };
  await manager.perform('assignTicket', words.assign, { input });
}

const TOKENS = ['tok_visa', 'tok_visa_timeout_after_success', 'tok_mastercard_timeout_after_authorise', 'tok_visa_duplicate_webhook', 'tok_amex_declined', 'tok_visa_no_webhook_timeout_after_success'];

/** A customer buys another plan. Every key is used again at every retry. */
async function sell(play: Play): Promise<void> {
  const customer = play.random.pick(play.people.customers.slice(0, 40));
  const actor = play.actor(customer.email);
  const pspToken = `${play.random.pick(TOKENS)}_${play.random.below(1_000_000)}`;
  const methodKey = `chaos-method-${play.unique()}`;
  const method = await actor.perform('addPaymentMethod', words.addMethod, { input: { pspToken, idempotencyKey: methodKey } }, methodKey);
  if (method.outcome !== 'ok') return;
  const products = play.people.products.filter((id) => !customer.covered.includes(id));
  if (products.length === 0) return;
  const key = `chaos-plan-${play.unique()}`;
  const input = { planId: 'plan_000003', paymentMethodId: method.payload!['paymentMethod'].id, productIds: [play.random.pick(products)], idempotencyKey: key };
  await actor.perform('subscribeToPlan', words.subscribe, { input }, key);
}

const CARDS = ['4111111111111111', '5500-0000-0000-0004', '3782 822463 10005', '6011111111111117'];

/** Somebody mistakes the field for the number of the card: it must be refused, and kept nowhere. */
async function showCard(play: Play): Promise<void> {
  const actor = play.actor(play.random.pick(play.people.customers.slice(0, 40)).email);
  const card = play.random.pick(CARDS);
  const [pspToken, idempotencyKey] = play.random.chance(0.5) ? [`tok_visa_${card.replace(/\D/g, '')}`, `chaos-card-${play.unique()}`] : ['tok_visa', `key ${card}`];
  await actor.perform('showCard', words.addMethod, { input: { pspToken, idempotencyKey } }, idempotencyKey);
}

/** The same rows again and again, as somebody does whose import broke off. */
async function bringIn(play: Play): Promise<void> {
  const day = new Date(Date.now() - 20 * 86_400_000).toISOString();
  const rows = Array.from({ length: 5 }, () => {
    const externalId = String(play.random.below(400));
    const customer = play.people.customers[Number(externalId) % play.people.customers.length]!;
    return { externalId, customerId: customer.id, productId: null, productName: 'Old Radio', description: 'Hums.', priority: 'P4', status: 'CLOSED', createdAt: day, respondedAt: day, resolvedAt: day };
  });
  const unique = [...new Map(rows.map((row) => [row.externalId, row])).values()];
  const { payload } = await play.actor(play.people.staff.admin).perform('importTickets', words.importTickets, { input: { source: 'campaign', rows: unique } });
  const results = (payload?.['results'] ?? []) as { externalId: string; outcome: string; ticket: { id: string } | null }[];
  const customerOf = new Map(unique.map(({ externalId, customerId }) => [externalId, customerId]));
  play.recorder.imported.push(...results.flatMap(({ externalId, ticket }) => (ticket ? [{ externalId, ticketId: ticket.id, customerId: customerOf.get(externalId)! }] : [])));
}

/** A customer answers twice at the same moment: the token works once. */
async function answerSurvey(play: Play): Promise<void> {
  const customer = play.random.pick(play.people.customers);
  const { data } = await play.actor(play.people.staff.manager).ask(words.told, { id: customer.id });
  const mails = (data?.['notifications']?.edges ?? []) as { node: Data }[];
  const token = mails.map(({ node }) => /\/survey\/(\S+?)[.\s]*(?:$|\s)/m.exec(node['body'] as string)?.[1]).find(Boolean);
  if (!token) return;
  const actor = play.actor(customer.email);
  const invitation = (await actor.ask(words.survey, { token })).data?.['surveyInvitation'] as Data | null;
  if (invitation?.['status'] !== 'SENT') return;
  const answers = (invitation['questions'] as Data[]).map(({ id, kind, choices }) =>
    ({ questionId: id, ...(kind === 'RATING' ? { rating: 4 } : kind === 'CHOICE' ? { choice: choices[0] } : { text: 'Fine.' }) }));
  const submit = () => actor.ask(words.answer, { input: { token, answers } });
  const both = await Promise.all([submit(), submit()]);
  const taken = both.filter((answer) => answer.data?.['submitSurvey']?.userErrors?.length === 0).length;
  if (taken > 1) play.recorder.leaks.push({ promise: 9, measure: 'wrongSurveys', subject: invitation['ticketNumber'], detail: 'a token worked twice' });
}
