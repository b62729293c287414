import { setTimeout as pause } from 'node:timers/promises';
import type { Actor, Data } from './actor.ts';
import { fateOf } from './fate.ts';
import type { Expert } from './people.ts';
import type { Play } from './stage.ts';
import { follow } from './subscriber.ts';
import { words } from './words.ts';

/** As long as the campaign's policy wants it, and a little more. */
const AT_THE_DOOR_MS = 1_200;
const END = { FIXED: 0.86, FOLLOW_UP_NEEDED: 0.93, NO_ENTRY: 1 } as const;

/** Signs every expert in; resolves when all listen for offers. */
export async function expertsListen(play: Play, say: (line: string) => void): Promise<void> {
  const waiting = [...play.people.experts];
  const signIn = async (): Promise<void> => {
    for (let expert = waiting.pop(); expert; expert = waiting.pop()) {
      await play.actor(expert.email).accessToken().catch(() => undefined);
      play.aside(listen(play, expert));
    }
  };
  await Promise.all([signIn(), signIn(), signIn(), signIn()]);
  say(`  ${play.people.experts.length} experts listen`);
}

function listen(play: Play, expert: Expert): Promise<void> {
  const actor = play.actor(expert.email);
  const working = new Set<string>();
  return follow(play.url, actor, play.recorder, {
    log: play.recorder.pushLog('expert', expert.id, expert.email), query: words.offers, variables: {}, until: play.until,
    read: ({ cursor, kind, offer }) => ({ cursor, what: kind, about: offer.id }),
    onEvent: ({ kind, offer }) => {
      if (working.has(offer.id) || (kind !== 'RECEIVED' && kind !== 'ACCEPTED')) return;
      working.add(offer.id);
      play.aside(kind === 'RECEIVED' ? answer(play, actor, expert, offer) : visit(play, actor, expert, offer));
    },
  });
}

/** Most accept, some refuse, some never answer. */
async function answer(play: Play, actor: Actor, expert: Expert, offer: Data): Promise<void> {
  const { random } = play;
  await pause(random.below(300));
  if (!play.calm() && random.chance(0.03)) return;
  if (!play.calm() && random.chance(play.habits.refuse)) return refuse(actor, offer, random.pick(['NO_SKILL', 'TOO_FAR', 'UNAVAILABLE', 'OTHER']));
  const accept = () => actor.perform('acceptOffer', words.accept, { offerId: offer['id'] });
  const [first] = await Promise.all(random.chance(0.05) ? [accept(), accept()] : [accept()]);
  if (first!.outcome !== 'ok') return;
  play.recorder.moves.push({ ticketId: offer['ticket'].id, to: 'ACCEPTED', actorId: expert.id });
  await visit(play, actor, expert, offer);
}

async function refuse(actor: Actor, offer: Data, reason: string): Promise<void> {
  await actor.perform('refuseOffer', words.refuse, { offerId: offer['id'], reason });
}

/** A day's work in a second: travel, arrive, repair. Some visits are left where they are, and some begun that will be cancelled. */
async function visit(play: Play, actor: Actor, expert: Expert, offer: Data): Promise<void> {
  const fate = fateOf(offer['ticket'].id as string, play.habits);
  if (fate === 'left' || (fate === 'cancelled' && !play.random.chance(0.03))) return;
  const visitId = offer['visit'].id as string;
  const ticketId = offer['ticket'].id as string;
  const leftAt = play.random.chance(0.02) ? play.random.below(3) : 3;
  const steps = [
    { name: 'startTravel', query: words.travel, to: 'EN_ROUTE', variables: { visitId }, waitsMs: 0 },
    { name: 'arriveOnSite', query: words.arrive, to: 'ON_SITE', variables: { visitId }, waitsMs: 0 },
    { name: 'completeVisit', query: words.complete, ...ending(play, visitId) },
  ];
  const givenBackAt = !play.calm() && play.random.chance(0.02) ? play.random.below(2) : steps.length;
  for (const [n, { name, query, to, variables, waitsMs }] of steps.slice(0, leftAt).entries()) {
    await pause(waitsMs + 50 + play.random.below(400));
    if (n === givenBackAt) return giveBack(play, actor, expert, { visitId, ticketId });
    const { outcome } = await actor.perform(name, query, variables);
    if (outcome !== 'ok') return;
    play.recorder.moves.push({ ticketId, to, actorId: expert.id });
  }
}

/** A flat tyre, before the way or on it. */
async function giveBack(play: Play, actor: Actor, expert: Expert, { visitId, ticketId }: { visitId: string; ticketId: string }): Promise<void> {
  const { outcome } = await actor.perform('cannotArrive', words.cannot, { visitId, reason: 'A flat tyre.' });
  if (outcome === 'ok') play.recorder.moves.push({ ticketId, to: 'AWAITING_DISPATCH', actorId: expert.id });
}

const after = { FIXED: 'COMPLETED', FOLLOW_UP_NEEDED: 'AWAITING_DISPATCH', NO_ENTRY: 'ON_HOLD' } as const;

function ending(play: Play, visitId: string): { to: string; variables: Data; waitsMs: number } {
  const draw = play.random.next();
  const outcome = play.calm() ? 'FIXED' : (Object.entries(END).find(([, below]) => draw < below)![0] as keyof typeof after);
  const article = outcome === 'FIXED' && play.random.chance(0.02) ? { publishArticle: { title: `Cured ${visitId}`, body: 'A new fuse.', tags: ['fuse'] } } : {};
  return { to: after[outcome], waitsMs: outcome === 'NO_ENTRY' ? AT_THE_DOOR_MS : 0, variables: { input: { visitId, outcome, notes: 'A new fuse.', ...article } } };
}
