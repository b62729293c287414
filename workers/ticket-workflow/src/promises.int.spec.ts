import fc from '@sysops-squad/chassis/testing/properties';
import type { Refusal } from '../../../subgraphs/ticket/src/domain/decision.ts';
import { workByHand, type ByHand } from './testing/byHand.ts';
import { openDesk, type Desk } from './testing/desk.ts';
import { brokenAtRest, brokenPromises } from './testing/promises.ts';
import { anExpertNode, aWorld } from './testing/world.ts';

jest.setTimeout(180_000);

/** Everything that anybody can do, and everything that a broker, a clock or another context can do to us; `a` and `b` choose whom and how. */
type Real = { desk: Desk; hand: ByHand };
/** What we were told, and must find again. */
type Model = { tickets: string[]; cancelled: Set<string>; keys: number };
type Act = (real: Real, model: Model, a: number, b: number) => Promise<unknown>;

const hour = 3_600_000;
const pick = <T>(values: readonly T[], n: number): T | undefined => values[n % Math.max(1, values.length)];
const inHours = (n: number) => new Date(Date.now() + n * hour);
const windowOf = (n: number) => ({ start: inHours(2 + (n % 5) * 3), end: inHours(4 + (n % 5) * 3 + (n % 2)) });
const offers = ({ desk }: Real) => desk.prisma.offer.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'asc' }], take: 6 });
const openVisit = async (real: Real, n: number) => pick((await offers(real)).filter(({ releasedAt }) => !releasedAt), n);
const refused = (done: object): done is Refusal => 'refused' in done;

const acts: Record<string, Act> = {
  /** To this shrinks what a failure does not need. */
  nothing: async () => undefined,
  async create({ desk }, model, a, b) {
    // Every fourth time with a key that was used before, for the same ticket.
    const key = a % 4 === 3 && model.keys > 0 ? b % model.keys : (model.keys += 1) - 1;
    const input = { productId: `prd_${key % 7 === 6 ? 3 : 1 + (key % 2)}`, description: 'It is broken.', priority: (['P1', 'P3', 'P4'] as const)[key % 3]!, addressId: key % 9 === 8 ? 'adr_far' : 'adr_1', windows: [], customerId: 'cus_1', idempotencyKey: `create-${key}` };
    const made = await desk.commands.createTicket({ kind: 'CUSTOMER', id: 'cus_1' }, input);
    if (refused(made)) throw new Error(made.message);
    if (key < model.tickets.length) expect(made.ticketId).toBe(model.tickets[key]);
    else model.tickets.push(made.ticketId);
  },
  async accept(real, _, a) {
    const offer = pick(await offers(real), a);
    if (offer) await real.desk.commands.acceptOffer(offer.expertId, offer.id);
  },
  async refuse(real, _, a) {
    const offer = pick(await offers(real), a);
    if (offer) await real.desk.commands.refuseOffer(offer.expertId, { offerId: offer.id, reason: 'TOO_FAR', note: null });
  },
  async expire(real, _, a) {
    const offer = pick((await offers(real)).filter(({ status }) => status === 'OFFERED'), a);
    if (!offer) return;
    await real.desk.sql(`UPDATE offer SET expires_at = now() WHERE id = '${offer.id}'`);
    await real.desk.sql(`UPDATE timer SET due_at = now() WHERE id = '${offer.id}:expiry'`);
  },
  async cancel({ desk }, model, a) {
    const id = pick(model.tickets, a);
    if (id && !refused(await desk.cancel(id))) model.cancelled.add(id);
  },
  async assign({ desk }, model, a, b) {
    const ticketId = pick(model.tickets, a);
    if (ticketId) await desk.commands.assignTicket({ kind: 'MANAGER', id: 'usr_4' }, { ticketId, expertId: `exp_${1 + (b % 3)}`, start: inHours(1 + (b % 7) / 2), reason: 'I know.' });
  },
  async update({ desk }, model, a, b) {
    const id = pick(model.tickets, a);
    const what = [{ windows: [windowOf(b)] }, { priority: 'P1' as const }, { description: `Text ${b}` }, { productId: `prd_${1 + (b % 3)}` }][b % 4]!;
    if (id) await desk.commands.updateTicket({ kind: 'CUSTOMER', id: 'cus_1' }, id, { description: null, priority: null, windows: null, productId: null, ...what });
  },
  async goOn(real, _, a, b) {
    const offer = await openVisit(real, a);
    if (!offer) return;
    const { commands } = real.desk;
    await commands.acceptOffer(offer.expertId, offer.id);
    await commands.startTravel(offer.expertId, offer.visitId);
    if (b % 6 === 0) await commands.cannotArrive(offer.expertId, { visitId: offer.visitId, reason: 'The car.' });
    if (b % 6 > 1) await commands.arriveOnSite(offer.expertId, offer.visitId);
    if (b % 6 > 2) await commands.completeVisit(offer.expertId, { visitId: offer.visitId, outcome: (['FIXED', 'FOLLOW_UP_NEEDED', 'NO_ENTRY'] as const)[(a + b) % 3]!, notes: null, publishArticle: null });
  },
  async roster({ desk, hand }, _, a, b) {
    const expert = desk.world.experts[a % desk.world.experts.length]!;
    if (b % 4 === 0) expert.skills = expert.skills.length > 0 ? expert.skills.slice(1) : [{ skill: { id: 'skl_1' }, level: 3, verified: true, validUntil: null }];
    if (b % 4 === 1) expert.active = !expert.active || a % 2 === 0;
    if (b % 4 === 2) expert.timeOff = expert.timeOff.length > 0 ? [] : [{ id: `tof_${expert.id}`, start: inHours(1).toISOString(), end: inHours(6).toISOString(), status: 'APPROVED' }];
    if (b % 4 === 3) desk.world.products[a % 2]!.requiredSkills = [{ skill: { id: `skl_${1 + (b % 2)}` }, level: 2 }];
    if (!desk.graph.down.has('monolith')) await hand.syncRoster();
  },
  async answerSurvey({ desk, hand }, model, a) {
    const id = pick(model.tickets, a);
    if (!id || desk.graph.down.has('monolith')) return;
    desk.world.answered.push({ ticketNumber: (await desk.ticket(id)).number, rating: 1 + (a % 5) });
    await hand.readAnswers();
  },
  async part({ desk }, _, a) {
    const part = (['payment', 'customer', 'monolith'] as const)[a % 3]!;
    if (!desk.graph.down.delete(part)) desk.graph.down.add(part);
  },
  handOver: ({ hand }) => hand.handOver(),
  async deliver({ hand }, _, a, b) {
    const job = pick(hand.jobs, a);
    if (!job) return;
    // A broker may give the same job out again later, or to two at once, or in any order.
    if (b % 3) hand.jobs.splice(hand.jobs.indexOf(job), 1);
    await Promise.all(b % 5 ? [hand.deliver(job)] : [hand.deliver(job), hand.deliver(job)]);
  },
  async deliverAll({ hand }, _, a) {
    for (const job of a % 2 ? hand.jobs.toReversed() : [...hand.jobs]) await hand.deliver(job);
  },
  wipe: async ({ hand }) => void hand.jobs.splice(0),
  dispatch: ({ hand }) => hand.dispatch(),
  fireTimers: ({ hand }) => hand.fireTimers(),
  /** As in quiet times. */
  async work(real) {
    await real.hand.handOver();
    for (const job of real.hand.jobs.splice(0)) await real.hand.deliver(job);
    await real.hand.fireTimers();
    await real.hand.dispatch();
  },
  sweep: ({ hand }) => hand.sweep(),
  /** All that waits for a while has waited. */
  later: ({ desk }) => timePasses(desk),
};

async function timePasses(desk: Desk): Promise<void> {
  await desk.sql(`UPDATE outbox SET next_at = now() WHERE acked_at IS NULL AND dead_at IS NULL`);
  await desk.sql(`UPDATE timer SET due_at = now() WHERE done_at IS NULL AND kind IN ('EXAMINE', 'RETRY_DISPATCH')`);
}

/** Until nothing more happens by itself. */
async function comeToRest({ desk, hand }: Real): Promise<void> {
  desk.graph.down.clear();
  await hand.syncRoster();
  for (let round = 0; round < 30; round += 1) {
    await timePasses(desk);
    await hand.handOver();
    for (const job of hand.jobs.splice(0)) await hand.deliver(job);
    await hand.fireTimers();
    await hand.dispatch();
    const [busy] = await desk.sql<{ n: number }>(`SELECT ((SELECT count(*) FROM outbox WHERE acked_at IS NULL AND dead_at IS NULL) + (SELECT count(*) FROM ticket WHERE status IN ('NEW', 'AWAITING_DISPATCH')) + (SELECT count(*) FROM territory_freed))::int AS n`);
    if (busy!.n === 0) return;
  }
}

async function mustHold(real: Real, model: Model): Promise<void> {
  expect(await brokenPromises(real.desk)).toEqual([]);
  const there = await real.desk.prisma.ticket.findMany({ where: { id: { in: model.tickets } }, select: { id: true, status: true } });
  expect(there).toHaveLength(model.tickets.length);
  expect(there.filter(({ id, status }) => model.cancelled.has(id) && status !== 'CANCELLED')).toEqual([]);
}

class Step implements fc.AsyncCommand<Model, Real> {
  readonly name: string;
  readonly a: number;
  readonly b: number;
  constructor(name: string, a: number, b: number) {
    [this.name, this.a, this.b] = [name, a, b];
  }
  check = () => true;
  async run(model: Model, real: Real): Promise<void> {
    await acts[this.name]!(real, model, this.a, this.b);
    await mustHold(real, model);
  }
  toString = () => `${this.name}(${this.a}, ${this.b})`;
}

/** The more often a name stands here, the more often it happens. */
const often = ['create', 'create', 'handOver', 'deliver', 'deliver', 'accept', 'accept', 'goOn', 'goOn', 'later', ...Array<string>(8).fill('work')];
const step = fc.tuple(fc.constantFrom(...Object.keys(acts), ...often), fc.nat(11), fc.nat(11)).map(([name, a, b]) => new Step(name, a, b));
const steps = fc.array(step, { minLength: 50, maxLength: 90, size: 'max' });
const experts = () => [anExpertNode('exp_1'), anExpertNode('exp_2', { lat: 52.6, skills: ['skl_1', 'skl_2'] }), anExpertNode('exp_3', { skills: ['skl_1', 'skl_2'] })];

test('promises 1 to 7, 9 and 12: whatever people, brokers, clocks and other contexts do, in whatever order', async () => {
  let run = 0;
  await fc.assert(fc.asyncProperty(steps, async (commands) => {
    const desk = await openDesk({ databaseUrl: process.env['TEST_DATABASE_URL'] ?? '', prefix: `hand${process.pid}x${(run += 1)}` }, aWorld(experts()));
    try {
      const real: Real = { desk, hand: await workByHand(desk) };
      const model: Model = { tickets: [], cancelled: new Set(), keys: 0 };
      await real.hand.syncRoster();
      await fc.asyncModelRun(() => ({ model, real }), commands);
      await comeToRest(real);
      await mustHold(real, model);
      expect(await brokenAtRest(desk)).toEqual([]);
      await eachToldOnce(desk);
      await nothingMoreHappens(real);
    } finally {
      await desk.close();
    }
  }), { numRuns: 8, interruptAfterTimeLimit: 90_000 });
});

/** Promises 7 and 9, at the other end of the wire. */
async function eachToldOnce(desk: Desk): Promise<void> {
  const messages = await desk.prisma.outbox.findMany({ where: { type: 'deliver_notification' }, select: { id: true } });
  expect(new Set(desk.world.sent.map(({ idempotencyKey }) => idempotencyKey))).toEqual(new Set(messages.map(({ id }) => id)));
  const fixed = await desk.sql<{ id: string }>(`SELECT DISTINCT ticket_id AS id FROM ticket_event WHERE type = 'VISIT_COMPLETED' AND payload ->> 'outcome' = 'FIXED'`);
  expect(new Set(desk.world.invited.map(({ idempotencyKey }) => idempotencyKey))).toEqual(new Set(fixed.map(({ id }) => id)));
}

/** Promise 6: every message that there ever was, once more, newest first and when the inbox has long forgotten it, changes nothing. */
async function nothingMoreHappens({ desk, hand }: Real): Promise<void> {
  const state = () => desk.sql(`SELECT (SELECT array_agg(t.* ORDER BY id) FROM ticket t)::text AS tickets, (SELECT array_agg(o.* ORDER BY id) FROM offer o)::text AS offers,
    (SELECT array_agg(id || coalesce(done_at::text, due_at::text) ORDER BY id) FROM timer WHERE kind <> 'RETRY_DISPATCH') AS timers, (SELECT count(*) FROM outbox) AS messages, (SELECT count(*) FROM ticket_event) AS events`);
  // The other end knows each by its key, and does nothing when it comes again.
  const asked = () => new Set([...desk.world.sent, ...desk.world.invited].map(({ idempotencyKey }) => idempotencyKey));
  const before = [await state(), asked()];
  await desk.sql('DELETE FROM inbox');
  await desk.sql(`UPDATE outbox SET acked_at = NULL, handed_at = NULL, next_at = now() - interval '1 second' * coalesce(version, 0)`);
  for (let round = 0; round < 5; round += 1) {
    await hand.handOver();
    for (const job of hand.jobs.splice(0).toReversed()) await hand.deliver(job);
  }
  expect([await state(), asked()]).toEqual(before);
}
