import type { System } from '../testing/system.ts';

export type Actor = {
  name: string;
  role: 'anonymous' | 'customer' | 'operative' | 'expert' | 'manager' | 'admin' | 'system';
  /** One that holds now: a walk may take longer than a token lives. */
  token: () => Promise<string | null>;
  userId: string | null;
  customerId: string | null;
  expertId: string | null;
};

/** What somebody is to an object: by the role alone, or because it is theirs. */
export type Relation = Actor['role'] | 'owner' | 'involved' | 'engaged' | 'itself' | 'visited';

export type Facts = {
  /** By object, e.g. `Invoice inv_1`: the customer whose it is. */
  owners: ReadonlyMap<string, string>;
  /** The experts who have or had an offer or visit that leads there. */
  experts: ReadonlyMap<string, ReadonlySet<string>>;
  /** Those of them with an open offer or a booking, or a visit that has ended within two days. */
  engaged: ReadonlyMap<string, ReadonlySet<string>>;
  /** By expert: the customers whom they visit or visited. */
  visited: ReadonlyMap<string, ReadonlySet<string>>;
};

/** Read from the databases: what the subgraphs answer is what is tested. */
export async function readFacts({ query }: System): Promise<Facts> {
  const owners = new Map<string, string>();
  const experts = new Map<string, Set<string>>();
  const engaged = new Map<string, Set<string>>();
  const visited = new Map<string, Set<string>>();
  const own = (type: string, rows: { id: string; customer_id: string }[]) => rows.forEach(({ id, customer_id: customerId }) => owners.set(`${type} ${id}`, customerId));
  const add = (map: Map<string, Set<string>>, key: string, value: string) => map.set(key, (map.get(key) ?? new Set()).add(value));
  own('Contract', await query('payment', 'SELECT id, customer_id FROM contract'));
  own('Invoice', await query('payment', 'SELECT id, customer_id FROM invoice'));
  own('Address', await query('customer', 'SELECT id, customer_id FROM address'));
  own('Customer', await query('customer', 'SELECT id, id AS customer_id FROM customer'));
  own('Ticket', await query('ticket', 'SELECT id, customer_id FROM ticket'));
  own('Visit', await query('ticket', 'SELECT visit.id, customer_id FROM visit JOIN ticket ON ticket.id = ticket_id'));
  own('Offer', await query('ticket', 'SELECT offer.id, customer_id FROM offer JOIN ticket ON ticket.id = ticket_id'));
  type Sent = { expert_id: string; ticket_id: string; visit_id: string; offer_id: string | null; customer_id: string; address_id: string; contract_id: string | null; accepted: boolean; live: boolean };
  const sent = await query<Sent>(
    'ticket',
    `SELECT offer.expert_id, offer.ticket_id, offer.visit_id, offer.id AS offer_id, customer_id, address_id, contract_id, offer.status = 'ACCEPTED' AS accepted, offer.released_at IS NULL AS live FROM offer JOIN ticket ON ticket.id = offer.ticket_id
     UNION ALL SELECT visit.expert_id, ticket_id, visit.id, NULL, customer_id, address_id, contract_id, accepted_at IS NOT NULL, coalesce(visit.completed_at > now() - interval '48 hours', false) FROM visit JOIN ticket ON ticket.id = ticket_id WHERE visit.expert_id IS NOT NULL`,
  );
  for (const row of sent) {
    const reached = { Ticket: row.ticket_id, Visit: row.visit_id, Offer: row.offer_id, Customer: row.customer_id, Address: row.address_id, Contract: row.contract_id };
    for (const [type, id] of Object.entries(reached)) {
      if (id !== null) add(experts, `${type} ${id}`, row.expert_id);
      if (id !== null && row.live) add(engaged, `${type} ${id}`, row.expert_id);
    }
    if (row.accepted) add(visited, row.expert_id, row.customer_id);
  }
  return { owners, experts, engaged, visited };
}

export function relationsOf({ role, userId, customerId, expertId }: Actor, type: string, id: string, { owners, experts, engaged, visited }: Facts): Set<Relation> {
  const relations = new Set<Relation>([role]);
  const object = `${type} ${id}`;
  if (customerId !== null && owners.get(object) === customerId) relations.add('owner');
  if (expertId !== null && experts.get(object)?.has(expertId)) relations.add('involved');
  if (expertId !== null && engaged.get(object)?.has(expertId)) relations.add('engaged');
  if ((type === 'Expert' && id === expertId) || (type === 'User' && id === userId)) relations.add('itself');
  if (type === 'Expert' && customerId !== null && visited.get(id)?.has(customerId)) relations.add('visited');
  return relations;
}
