import { traceparent } from '@sysops-squad/chassis/tracing/tracing';
import { Prisma } from '../../generated/client.ts';
import { json } from './jsonRows.ts';
import type { Part, Step } from './saveTicket.ts';

type Entry = { expertId: string; offerId: string; kind: 'RECEIVED' | 'ACCEPTED' | 'REFUSED' | 'EXPIRED' | 'WITHDRAWN'; at: Date; /** The offer is new. */ places: boolean };

const kinds = {
  OfferPlaced: 'RECEIVED', OfferAccepted: 'ACCEPTED', TicketAssigned: 'ACCEPTED', OfferRefused: 'REFUSED',
  OfferExpired: 'EXPIRED', ExpertCannotArrive: 'REFUSED', OfferWithdrawn: 'WITHDRAWN', TicketCancelled: 'WITHDRAWN',
} as const;

export const feedEntries = (steps: readonly Step[]): Entry[] => steps.flatMap(entryOf);

/** Appends to the feeds of the experts concerned. */
export function feedParts(entries: readonly Entry[]): Part[] {
  if (entries.length === 0) return [];
  const byExpert = Map.groupBy(entries, ({ expertId }) => expertId);
  const heads = [...byExpert].map(([expertId, { length }]) => ({ expertId, sequence: length }));
  const rows = [...byExpert.values()].flatMap((own) => own.map((entry, n) => ({ ...entry, sequence: own.length - 1 - n })));
  // In the order of ids, and a new offer before its expert's feed, so that two transactions never wait for each other.
  const offered = entries.some(({ places }) => places) ? Prisma.sql`WHERE (SELECT count(*) FROM placed) > 0` : Prisma.empty;
  return [
    Prisma.sql`heads AS (INSERT INTO expert_feed_head SELECT r.* FROM saved, jsonb_populate_recordset(null::expert_feed_head, ${json(heads)}::jsonb) AS r ${offered}
      ORDER BY r.expert_id COLLATE "C"
      ON CONFLICT (expert_id) DO UPDATE SET sequence = expert_feed_head.sequence + EXCLUDED.sequence RETURNING expert_id, sequence)`,
    Prisma.sql`feed AS (INSERT INTO expert_feed SELECT r.expert_id, heads.sequence - r.sequence, r.kind, r.offer_id, r.at, ${traceparent()}::text
      FROM heads JOIN jsonb_populate_recordset(null::expert_feed, ${json(rows)}::jsonb) AS r ON r.expert_id = heads.expert_id)`,
  ];
}

function entryOf({ fact, before, after }: Step): Entry[] {
  if (!(fact.type in kinds)) return [];
  if (fact.type === 'TicketCancelled' && (!before?.offer || before.offer.releasedAt)) return [];
  const { id: offerId, expertId } = after.offer!;
  return [{ expertId, offerId, kind: kinds[fact.type as keyof typeof kinds], at: fact.at, places: fact.type === 'OfferPlaced' || fact.type === 'TicketAssigned' }];
}
