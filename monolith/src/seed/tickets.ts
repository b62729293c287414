import { products } from '../catalogue/products.ts';
import type { Product } from '../catalogue/products.ts';
import { DAY, HOUR, MINUTE } from './calendar.ts';
import type { Contract } from './contracts.ts';
import type { Expert } from './experts.ts';
import type { Customer } from './people.ts';
import { randomStream } from './random.ts';
import { accepted, awaiting, cancelled, closed, completed, needingAttention } from './ticketStory.ts';
import type { Story, Subject } from './ticketStory.ts';
import { visitPlanner } from './visits.ts';
import type { Visit } from './visits.ts';

type World = { customers: readonly Customer[]; contracts: readonly Contract[]; qualified: (territoryId: string, productId: string) => Expert[]; today: number };

const UNKNOWN = ['Fitbit Versa Smartwatch', 'Nikon D', 'Microsoft Office', 'Penultimate Radio 1974'];
const DEMO_TICKETS = 3;

/** A year of tickets, oldest first: nearly all closed, some cancelled, some waiting for the survey, `open` of them open. */
export function seedTickets(world: World, count: number, open: number): Story[] {
  const write = ticketWriter(world);
  const fresh = Math.ceil(open / 2);
  const stories = Array.from({ length: count }, (_, n) => {
    if (n < open) return write.open(n);
    if (n < open + fresh) return write.completed();
    return n % 12 === 0 ? write.cancelled() : write.closed(n - open - fresh < DEMO_TICKETS);
  });
  return stories.sort((a, b) => a.createdAt - b.createdAt || (a.customer.id < b.customer.id ? -1 : 1));
}

function ticketWriter({ customers, contracts, qualified, today }: World) {
  const random = randomStream('tickets');
  const planVisit = visitPlanner(random);
  const covered = contracts.filter(({ active }, n) => active && n > 0);
  const uncovered = customers.filter((_, n) => n % 5 > 2);
  const productById = new Map(products.map((product) => [product.id, product]));
  const daysAgo = (least: number, most: number) => today - random.between(least, most) * DAY + 7 * HOUR + random.between(0, 780) * MINUTE;

  const subject = (): Subject & { product: Product } => {
    if (random.chance(0.1)) {
      const product = random.pick(products);
      return { customer: random.pick(uncovered), contract: null, product, productName: product.name };
    }
    return ofContract(random.pick(covered));
  };
  const ofContract = (contract: Contract, among = contract.covered) => {
    const product = productById.get(random.pick(among))!;
    return { customer: contract.customer, contract, product, productName: product.name };
  };
  const visited = (createdAt: number, from: number, draw: () => Subject & { product: Product }, may: (expert: Expert) => boolean): [Subject, Visit] => {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const about = draw();
      if (about.contract && about.contract.startsAt > createdAt) continue;
      const visit = planVisit(qualified(about.customer.territory.id, about.product.id).filter(may), about.product.visitMinutes, from);
      if (visit) return [about, visit];
    }
    throw new Error('The seed has too few experts for its tickets');
  };
  const nextDay = (at: number) => at - (at % DAY) + DAY;
  const notDemoExpert = (expert: Expert) => expert.id !== 'exp_000001';
  const demo = () => ofContract(contracts[0]!, contracts[0]!.covered.filter((id) => qualified(contracts[0]!.customer.territory.id, id).some((expert) => !notDemoExpert(expert))));

  return {
    closed(forDemo: boolean): Story {
      const createdAt = daysAgo(16, forDemo ? 90 : 364);
      const [about, visit] = forDemo ? visited(createdAt, nextDay(createdAt), demo, (expert) => !notDemoExpert(expert)) : visited(createdAt, nextDay(createdAt), subject, () => true);
      return closed(about, createdAt, visit, random);
    },
    completed(): Story {
      const createdAt = daysAgo(8, 10);
      const [about, visit] = visited(createdAt, nextDay(createdAt), subject, () => true);
      return completed(about, createdAt, visit, random);
    },
    cancelled: (): Story => cancelled(subject(), daysAgo(16, 364), random),
    open(n: number): Story {
      const createdAt = daysAgo(1, 2);
      if (n % 3 === 1) return awaiting(ofContract(random.pick(covered)), createdAt, random);
      if (n % 3 === 2) return needingAttention(trouble(n, subject()), createdAt, random);
      const [about, visit] = visited(createdAt, today + random.between(1, 5) * DAY, () => ofContract(random.pick(covered)), notDemoExpert);
      return accepted(about, createdAt, visit, random);
    },
  };

  function trouble(n: number, about: Subject): Subject {
    if (n % 2 === 0) return { ...about, contract: null, product: null, productName: random.pick(UNKNOWN) };
    return { ...about, contract: null };
  }
}
