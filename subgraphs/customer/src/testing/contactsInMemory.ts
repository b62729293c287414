import type { ReadContacts } from '../contacts/contacts.ts';

/** Whom experts are to visit, as a test says; silence where it says so. */
export function contactsInMemory() {
  const state = { customers: new Map<string, string[]>(), addresses: new Map<string, string[]>(), asked: 0, silent: null as Error | null };
  const read: ReadContacts = async (expertId) => {
    state.asked += 1;
    if (state.silent) throw state.silent;
    return { customerIds: new Set(state.customers.get(expertId)), addressIds: new Set(state.addresses.get(expertId)) };
  };
  return { state, read };
}
