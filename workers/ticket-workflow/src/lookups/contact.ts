import type { Graph } from '@sysops-squad/chassis/graphClient';
import type { QuietHours } from '../notifications/quietHours.ts';

export type Channel = 'EMAIL' | 'SMS';
export type Contact = {
  email: string | null;
  /** Only one that its owner has proven. */
  phone: string | null;
  channel: Channel;
  quietHours: QuietHours | null;
  /** Registered with an address that nobody has proven: it may be somebody else's. */
  isUnproven: boolean;
};

const customerQuery = `query CustomerContact($id: ID!) {
  customer(id: $id) { id email phone registered emailVerifiedAt phoneVerifiedAt notificationPreferences { channel quietHours { start end timeZone } } }
}`;
const expertQuery = 'query ExpertContact($id: ID!) { expert(id: $id) { id email phone } }';

type CustomerAnswer = {
  customer: {
    email: string | null; phone: string | null; registered: boolean | null; emailVerifiedAt: string | null; phoneVerifiedAt: string | null;
    notificationPreferences: { channel: Channel; quietHours: QuietHours | null } | null;
  } | null;
};
type ExpertAnswer = { expert: { email: string | null; phone: string | null } | null };

/** As it is at this moment; null: there is no such person any more. */
export async function contactOf(graph: Graph, kind: 'CUSTOMER' | 'EXPERT', id: string): Promise<Contact | null> {
  if (kind === 'EXPERT') {
    const { expert } = await graph.request<ExpertAnswer>(expertQuery, { id });
    return expert && { ...expert, channel: 'EMAIL', quietHours: null, isUnproven: false };
  }
  const { customer } = await graph.request<CustomerAnswer>(customerQuery, { id });
  if (!customer) return null;
  const { email, phone, registered, emailVerifiedAt, phoneVerifiedAt, notificationPreferences: preferences } = customer;
  const isUnproven = registered === true && emailVerifiedAt === null;
  return { email, phone: phoneVerifiedAt && !isUnproven ? phone : null, channel: preferences?.channel ?? 'EMAIL', quietHours: preferences?.quietHours ?? null, isUnproven };
}

/** Where a message goes: by the preferred channel, by the other when there is no address for it, nowhere when there is none at all. */
export function wayTo({ email, phone, channel }: Contact): { channel: Channel; address: string } | null {
  const ways = [{ channel: 'EMAIL' as const, address: email }, { channel: 'SMS' as const, address: phone }];
  const usable = ways.flatMap((way) => (way.address ? [{ channel: way.channel, address: way.address }] : []));
  return usable.find((way) => way.channel === channel) ?? usable[0] ?? null;
}
