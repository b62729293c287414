import type { Product } from '../catalogue/products.ts';
import { complaints, remedies } from '../catalogue/names.ts';
import { DAY, HOUR, MINUTE } from './calendar.ts';
import type { Contract } from './contracts.ts';
import type { Customer } from './people.ts';
import type { Random } from './random.ts';
import type { Visit } from './visits.ts';

export type Actor = 'CREATOR' | 'EXPERT' | null;
export type Step = { to: string; at: number; actor: Actor; note: string | null };
export type Story = {
  customer: Customer; contract: Contract | null; product: Product | null; productName: string; priority: string; description: string;
  createdAt: number; steps: Step[]; visit: Visit | null; window: { start: number; end: number };
  outcome: string | null; resolution: string | null; attention: string | null;
};
export type Subject = Pick<Story, 'customer' | 'contract' | 'product' | 'productName'>;

const step = (to: string, at: number, actor: Actor = null, note: string | null = null): Step => ({ to, at, actor, note });
const minutes = (random: Random, least: number, most: number) => random.between(least, most) * MINUTE;

export function opening(subject: Subject, createdAt: number, random: Random) {
  return {
    ...subject, createdAt, priority: ['P1', 'P2', 'P2', 'P2', 'P2', 'P3', 'P3', 'P3', 'P3', 'P3', 'P3', 'P4'][random.between(0, 11)]!,
    description: `${subject.productName}: ${random.pick(complaints)}`, outcome: null, resolution: null, attention: null, visit: null,
    window: atHome(createdAt, random),
  };
}

// Tickets that still wait are at most two days old, so that this lies in the future.
function atHome(createdAt: number, random: Random) {
  const day = createdAt - (createdAt % DAY) + random.between(3, 7) * DAY;
  return { start: day + 8 * HOUR, end: day + 17 * HOUR };
}

function untilAccepted(createdAt: number, random: Random): Step[] {
  const offeredAt = createdAt + minutes(random, 2, 180);
  return [
    step('NEW', createdAt, 'CREATOR', 'Ticket raised.'), step('AWAITING_DISPATCH', createdAt + 1_000),
    step('OFFERED', offeredAt), step('ACCEPTED', offeredAt + minutes(random, 1, 45), 'EXPERT'),
  ];
}

export function accepted(subject: Subject, createdAt: number, visit: Visit, random: Random): Story {
  const window = { start: visit.windowStart, end: visit.windowEnd };
  return { ...opening(subject, createdAt, random), steps: untilAccepted(createdAt, random), visit, window };
}

export function completed(subject: Subject, createdAt: number, visit: Visit, random: Random): Story {
  const story = accepted(subject, createdAt, visit, random);
  const arrivedAt = visit.start + minutes(random, -5, 10);
  const resolution = random.pick(remedies);
  const visited = [
    step('EN_ROUTE', visit.start - minutes(random, 15, 40), 'EXPERT'), step('ON_SITE', arrivedAt, 'EXPERT'),
    step('COMPLETED', arrivedAt + (visit.end - visit.start) + minutes(random, -10, 25), 'EXPERT', resolution),
  ];
  return { ...story, steps: [...story.steps, ...visited], resolution, outcome: 'FIXED' };
}

export function closed(subject: Subject, createdAt: number, visit: Visit, random: Random): Story {
  const story = completed(subject, createdAt, visit, random);
  return { ...story, steps: [...story.steps, step('CLOSED', story.steps.at(-1)!.at + minutes(random, 240, 7 * 1440))] };
}

export function cancelled(subject: Subject, createdAt: number, random: Random): Story {
  const steps = untilAccepted(createdAt, random).slice(0, random.between(2, 3));
  const reason = random.pick(['It works again.', 'Bought a new one.', 'No time this month.']);
  return { ...opening(subject, createdAt, random), steps: [...steps, step('CANCELLED', steps.at(-1)!.at + minutes(random, 10, 600), 'CREATOR', reason)] };
}

export function awaiting(subject: Subject, createdAt: number, random: Random): Story {
  return { ...opening(subject, createdAt, random), steps: untilAccepted(createdAt, random).slice(0, 2) };
}

const attentionNotes: Record<string, string> = {
  NOT_COVERED: 'No contract covers this product.', UNKNOWN_PRODUCT: 'This product is not in the list.', NO_EXPERT: 'Nobody could be found at the first attempt.',
};

export function needingAttention(subject: Subject, createdAt: number, random: Random): Story {
  const attention = !subject.product ? 'UNKNOWN_PRODUCT' : !subject.contract ? 'NOT_COVERED' : 'NO_EXPERT';
  const story = awaiting(subject, createdAt, random);
  return { ...story, attention, steps: [...story.steps, step('NEEDS_ATTENTION', createdAt + 5 * MINUTE, null, attentionNotes[attention]!)] };
}
