import { OperationFailed, type Session } from '@sysops-squad/client/session';
import { sendTickets, type TicketRow } from './send.ts';

type Input = { input: { rows: TicketRow[] } };
const row = (externalId: string) => ({ externalId }) as TicketRow;

/** A graph that refuses every request with a bad row in it as a whole. */
function strictGraph(isBad: (externalId: string) => boolean) {
  const sizes: number[] = [];
  const request = async (_query: string, { input }: Input): Promise<object> => {
    sizes.push(input.rows.length);
    const bad = input.rows.find(({ externalId }) => isBad(externalId));
    if (bad) throw new OperationFailed([{ message: `input.rows: ${bad.externalId} is odd`, extensions: { code: 'BAD_USER_INPUT' } }]);
    return { importTickets: { userErrors: [], results: input.rows.map(({ externalId }) => ({ externalId, outcome: 'CREATED', reason: null })) } };
  };
  return { sizes, session: { request } as unknown as Session };
}

test('of a batch that the graph refuses as a whole, only the rows at fault are refused', async () => {
  const graph = strictGraph((externalId) => ['7', '63'].includes(externalId));
  const outcomes = await sendTickets(graph.session, 'desk', Array.from({ length: 100 }, (_, n) => row(String(n))));
  expect(outcomes.map(({ externalId }) => externalId)).toEqual(Array.from({ length: 100 }, (_, n) => String(n)));
  expect(outcomes.filter(({ outcome }) => outcome === 'REFUSED')).toEqual([
    { externalId: '7', outcome: 'REFUSED', reason: 'input.rows: 7 is odd' },
    { externalId: '63', outcome: 'REFUSED', reason: 'input.rows: 63 is odd' },
  ]);
  expect(graph.sizes.length).toBeLessThan(40);
});
