import { normalText } from '@sysops-squad/chassis/text/normalText';
import type { Refusal } from './decision.ts';
import type { TicketCreated } from './facts.ts';
import { checkId, checkText, checkWindows, firstOf, mergedWindows } from './input.ts';
import type { ServicePolicy } from './servicePolicy.ts';
import { slaOf } from './sla.ts';
import type { Priority, Window } from './ticket.ts';

export type CreateTicket = {
  id: string;
  number: string;
  customerId: string;
  productId: string;
  productName: string;
  description: string;
  priority: Priority;
  addressId: string;
  windows: Window[];
  idempotencyKey: string;
};

export function createTicket(command: CreateTicket, now: Date, policy: ServicePolicy): { facts: [TicketCreated] } | Refusal {
  const { id, number, customerId, productId, productName, priority, addressId } = command;
  const wrong = firstOf(
    checkId(productId, 'productId'), checkId(addressId, 'addressId'), checkId(customerId, 'onBehalfOf'),
    checkText(command.description, 'description', 1, 5_000), checkWindows(command.windows, now),
  );
  if (wrong) return wrong;
  const windows = mergedWindows(command.windows);
  const sla = slaOf(policy, { priority, createdAt: now, windows, planArriveMinutes: null, slaPauses: [] });
  const ticket = { id, number, customerId, productId, productName, description: normalText(command.description), priority, addressId, windows, ...sla };
  return { facts: [{ type: 'TicketCreated', at: now, ticket }] };
}
