import type { Customer } from '../domain/customer.ts';
import { addressIdOf } from '../domain/ids.ts';
import type { Channel } from '../domain/notification.ts';
import { inOrderOf, rowsWhere } from './batches.ts';
import type { Rest } from './rest.ts';

type CustomerRow = {
  id: string; name: string; email: string; phone: string | null; line1: string; city: string; postcode: string; country: string;
  notify_channel: Channel; quiet_start: string | null; quiet_end: string | null; time_zone: string; created_at: string;
};

const toCustomer = (row: CustomerRow): Customer => ({
  id: row.id,
  name: row.name,
  email: row.email,
  phone: row.phone,
  address: { id: addressIdOf(row.id), line1: row.line1, line2: null, city: row.city, postcode: row.postcode, country: row.country },
  channel: row.notify_channel,
  quietHours: row.quiet_start !== null && row.quiet_end !== null ? { start: row.quiet_start, end: row.quiet_end, timeZone: row.time_zone } : null,
  createdAt: new Date(row.created_at),
});

export async function customersByIds(rest: Rest, ids: readonly string[]): Promise<(Customer | null)[]> {
  const rows = await rowsWhere<CustomerRow>(rest, 'customer', 'ids', ids);
  return inOrderOf(ids, rows.map(toCustomer), ({ id }) => id);
}

/** By name. The monolith searches name, e-mail, phone and id, not city and postcode. */
export async function pageOfCustomers(rest: Rest, page: { search: string | undefined; limit: number; offset: number }): Promise<Customer[]> {
  const { rows } = await rest.list<CustomerRow>('customer', { search: page.search, sort: 'name', limit: page.limit + 1, offset: page.offset });
  return rows.map(toCustomer);
}

export type Registration = {
  name: string; email: string; password: string; phone: string | null; line1: string; city: string; postcode: string; country: string; notify_channel: Channel;
};

/** @throws MonolithRefused ALREADY_EXISTS for an e-mail address that is taken */
export const register = async (rest: Rest, registration: Registration): Promise<Customer> =>
  toCustomer((await rest.post<{ customer: CustomerRow }>('register', registration)).customer);

export type CustomerChanges = { name?: string; phone?: string; notify_channel?: Channel; quiet_start?: string | null; quiet_end?: string | null; time_zone?: string };

export const changeCustomer = async (rest: Rest, id: string, changes: CustomerChanges): Promise<Customer> =>
  toCustomer(await rest.patch<CustomerRow>(`customer/${encodeURIComponent(id)}`, changes));
