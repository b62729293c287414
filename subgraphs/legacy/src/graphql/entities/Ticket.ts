import { maySeeAllTickets, maySeeTicket, maySeeVisit, type Ticket as TicketModel } from '../../domain/ticket.ts';
import type { PageArguments } from '../../queries/request.ts';
import type { Context, Resolver } from '../resolver.ts';

type Field<Arguments = object> = Resolver<Arguments, TicketModel>;

const windows: Field = ({ window }) => (window === null ? [] : [window]);
const product: Field = ({ productId }, _args, { load }) => (productId === null ? null : load.product.load(productId));
const customer: Field = ({ customerId }, _args, { load }) => load.customer.load(customerId);
const contract: Field = ({ contractId }, _args, { load }) => (contractId === null ? null : load.contract.load(contractId));
const expert: Field = (ticket, _args, { caller, load }) => (ticket.expertId === null || !maySeeVisit(caller, ticket) ? null : load.expert.load(ticket.expertId));
const visit: Field = (ticket, _args, { caller }) => (maySeeVisit(caller, ticket) ? ticket.visit : null);

const attention: Field = async ({ id, attentionReason, createdAt }, _args, { caller, load }) => {
  if (attentionReason === null) return null;
  const entry = await load.attention.load(id);
  const summary = maySeeAllTickets(caller) ? (entry?.summary ?? 'The old system gave no reason.') : 'Our staff are looking into it.';
  return { reason: attentionReason, summary, since: entry?.since ?? createdAt };
};

// The monolith has never kept a promise of this kind.
const sla: Field = () => null;

const history: Field<PageArguments> = ({ id }, args, { app }) => app.historyOfTicket(id, args);
const comments: Field<PageArguments> = (ticket, args, { app, caller, load }) => app.commentsOfTicket({ caller, load }, ticket, args);

export const Ticket = {
  __resolveReference: async ({ id }: { id: string }, { caller, load }: Context) => {
    const ticket = await load.ticket.load(id);
    return ticket && maySeeTicket(caller, ticket) ? ticket : null;
  },
  windows,
  product,
  customer,
  contract,
  expert,
  visit,
  attention,
  sla,
  history,
  comments,
};
