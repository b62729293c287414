import { mayContactCustomer, maySeeCustomer, requireSightOf, type Customer as CustomerModel } from '../../domain/customer.ts';
import type { TicketFilter } from '../../domain/ticketScope.ts';
import type { PageArguments } from '../../queries/request.ts';
import type { Context, Resolver } from '../resolver.ts';

type Parent = CustomerModel & { justRegistered?: boolean };
type Field<Arguments = object> = Resolver<Arguments, Parent>;

const seenBy = (may: typeof maySeeCustomer, read: (customer: Parent) => unknown): Field => (customer, _args, { caller }) => {
  if (!customer.justRegistered) requireSightOf(may, caller, customer.id);
  return read(customer);
};

const contracts: Field<PageArguments> = ({ id }, args, { app, caller, load }) => app.contractsOfCustomer({ caller, load }, id, args);
const invoices: Field<PageArguments> = ({ id }, args, { app, caller, load }) => app.invoicesOfCustomer({ caller, load }, id, args);
const paymentMethods: Field = ({ id }, _args, { app, caller, load }) => app.paymentMethodsOfCustomer({ caller, load }, id);

const tickets: Field<PageArguments & { filter?: TicketFilter | null }> = ({ id }, args, { app, caller, load }) => {
  requireSightOf(maySeeCustomer, caller, id);
  return app.tickets({ caller, load }, args, id);
};

export const Customer = {
  __resolveReference: async ({ id }: { id: string }, { load }: Context) => load.customer.load(id),
  name: seenBy(mayContactCustomer, ({ name }) => name),
  phone: seenBy(mayContactCustomer, ({ phone }) => phone),
  email: seenBy(maySeeCustomer, ({ email }) => email),
  registered: seenBy(maySeeCustomer, () => true),
  emailVerifiedAt: seenBy(maySeeCustomer, ({ createdAt }) => createdAt),
  phoneVerifiedAt: seenBy(maySeeCustomer, ({ phone, channel, createdAt }) => (phone && channel === 'SMS' ? createdAt : null)),
  addresses: seenBy(maySeeCustomer, ({ address }) => [address]),
  createdAt: seenBy(maySeeCustomer, ({ createdAt }) => createdAt),
  notificationPreferences: seenBy(mayContactCustomer, ({ id, channel, quietHours, justRegistered }) => ({ customerId: id, channel, quietHours, justRegistered })),
  contracts,
  invoices,
  paymentMethods,
  tickets,
};
