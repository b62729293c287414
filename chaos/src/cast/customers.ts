import { setTimeout as pause } from 'node:timers/promises';
import type { Actor, Data } from './actor.ts';
import { fateOf } from './fate.ts';
import type { Customer } from './people.ts';
import type { Play } from './stage.ts';
import { follow } from './subscriber.ts';
import { words } from './words.ts';

export type Load = {
  /** Tickets begun so far. */
  begun(): number;
  stop(): void;
};

const AT_ONCE = 250;
/** So many customers have an account that is used; for the others the call centre speaks. */
const SIGNED_IN = 40;

/** Open loop: tickets come at this rate whatever the answers take, until too many wait for theirs. */
export function customersCome(play: Play, ticketsPerSecond: () => number): Load {
  let [begun, waiting, owed] = [0, 0, 0];
  const timer = setInterval(() => {
    if (play.calm()) return;
    owed = Math.min(owed + ticketsPerSecond() / 20, Math.max(1, ticketsPerSecond()));
    for (; owed >= 1 && waiting < AT_ONCE; owed -= 1) {
      begun += 1;
      waiting += 1;
      play.aside(raiseTicket(play).finally(() => (waiting -= 1)));
    }
  }, 50);
  return { begun: () => begun, stop: () => clearInterval(timer) };
}

type Raised = { id: string; customer: Customer; speaker: Actor };

export async function raiseTicket(play: Play): Promise<void> {
  const { random, people } = play;
  const customer = random.pick(people.customers);
  const byPhone = random.chance(0.5) || people.customers.indexOf(customer) >= SIGNED_IN;
  const speaker = play.actor(byPhone ? people.staff.operative : customer.email);
  const key = `chaos-${play.unique()}`;
  const input = {
    productId: productFor(play, customer), addressId: customer.addressId, description: `Does not turn on any more (${key}).`,
    priority: random.pick(['P1', 'P2', 'P3', 'P4']), idempotencyKey: key, ...(byPhone ? { onBehalfOf: customer.id } : {}),
  };
  const { outcome, payload } = await create(play, speaker, input, key);
  const ticket = payload?.['ticket'] as Data | undefined;
  if (outcome !== 'ok' || !ticket) return;
  play.recorder.acknowledged.push({ ticketId: ticket['id'], number: ticket['number'], key });
  await live(play, { id: ticket['id'], customer, speaker });
}

/** Some customers are impatient and send twice at the same moment. */
async function create(play: Play, speaker: Actor, input: Data, key: string) {
  const query = play.random.chance(0.03) ? words.createWhole : words.create;
  const once = () => speaker.perform('createTicket', query, { input }, key);
  if (!play.random.chance(0.05)) return once();
  const [first, second] = await Promise.all([once(), once()]);
  const other = second.payload?.['ticket'] as Data | undefined;
  if (second.outcome === 'ok' && other) play.recorder.acknowledged.push({ ticketId: other['id'], number: other['number'], key });
  return first;
}

function productFor({ random, people }: Play, customer: Customer): string {
  if (random.chance(0.96)) return random.pick(customer.covered);
  return random.chance(0.5) ? 'prd_unknown' : random.pick(people.products);
}

/** What customers do with a ticket once they have it. */
async function live(play: Play, ticket: Raised): Promise<void> {
  const { random } = play;
  if (random.chance(play.habits.watch)) play.aside(watch(play, ticket));
  if (random.chance(0.06)) await update(play, ticket);
  if (random.chance(0.02)) await ticket.speaker.perform('addComment', words.comment, { ticketId: ticket.id, body: 'Please ring twice.' });
  if (random.chance(play.habits.pry)) await pry(play, ticket);
  if (fateOf(ticket.id, play.habits) === 'cancelled') await cancel(play, ticket);
}

async function update(play: Play, { id, speaker }: Raised): Promise<void> {
  const start = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + play.random.below(72) * 3_600_000);
  const windows = play.random.chance(0.5) ? { windows: [{ start: start.toISOString(), end: new Date(start.getTime() + 12 * 3_600_000).toISOString() }] } : {};
  const input = { ticketId: id, description: 'It also smells.', priority: play.random.pick(['P1', 'P2', 'P3']), ...windows };
  await speaker.perform('updateTicket', words.update, { input });
}

/** While somebody is looked for, at the moment at which an expert may just be accepting, or a while later. */
async function cancel(play: Play, { id, speaker }: Raised): Promise<void> {
  await pause(play.random.below(play.random.chance(play.habits.haste) ? 1_500 : 5_000));
  const { outcome } = await speaker.perform('cancelTicket', words.cancel, { ticketId: id, reason: 'It works again.' });
  if (outcome === 'ok') play.recorder.cancelled.push(id);
}

/** Somebody else's ticket is as good as none. */
async function pry(play: Play, { id, customer }: Raised): Promise<void> {
  const stranger = play.random.pick(play.people.customers.slice(0, SIGNED_IN));
  if (stranger.id === customer.id) return;
  const { data } = await play.actor(stranger.email).ask(words.look, { id });
  if (data?.['ticket']) play.recorder.leaks.push({ promise: 10, measure: 'leaks', subject: id, detail: `${customer.id}'s ticket was shown to ${stranger.id}` });
}

async function watch(play: Play, { id, customer }: Raised): Promise<void> {
  const watcher = play.people.customers.indexOf(customer) < SIGNED_IN ? customer.email : play.people.staff.operative;
  const done = new AbortController();
  const end = AbortSignal.any([play.until, done.signal]);
  const log = play.recorder.pushLog('ticket', id, watcher);
  log.forStaff = watcher === play.people.staff.operative;
  await follow(play.url, play.actor(watcher), play.recorder, {
    log, query: words.changes, variables: { ticketId: id }, until: end,
    read: ({ cursor, change }) => ({ cursor, what: change, about: id }),
    // A while later nothing happens to it any more: then somebody else's ticket is watched.
    onEvent: ({ ticket }) => void (['CANCELLED', 'CLOSED'].includes(ticket.status) && setTimeout(() => done.abort(), 20_000).unref()),
  });
}
