import { maySeeCustomer, requireSightOf, type Customer } from '../../domain/customer.ts';
import type { Resolver } from '../resolver.ts';

type Parent = { customerId: string; quietHours: Customer['quietHours']; justRegistered?: boolean };

export const NotificationPreferences: Record<string, Resolver<object, Parent>> = {
  quietHours: ({ customerId, quietHours, justRegistered }, _args, { caller }) => {
    if (!justRegistered) requireSightOf(maySeeCustomer, caller, customerId);
    return quietHours;
  },
};
