import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startTokenIssuer } from '../../../router/src/testing/tokens.ts';
import { answerQuestions } from './messages.ts';

const query = 'subscription OfferReceived($after: String) { offerReceived(after: $after) { cursor kind offer { id status expiresAt } } }';
const atATime = 50;
const issuer = await startTokenIssuer();
const clients: Client[] = [];
const failures: string[] = [];
/** When each event arrived, by the clock that all processes of a machine share. */
let arrivals: number[] = [];

class ClientSocket extends WebSocket {
  constructor(url: string, protocols: string[]) {
    super(url, protocols, { perMessageDeflate: false });
  }
}

/** Experts as their phones are: one socket of the graphql-ws library each, one subscription on it. */
async function connect({ url, sockets }: { url: string; sockets: number }): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let n = next++; n < sockets; n = next++) await connectOne(url, n);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}

async function connectOne(url: string, n: number): Promise<void> {
  const token = await issuer.token({ sub: `usr_${n}`, roles: ['EXPERT'], customerId: null, expertId: `exp_${n}`, exp: Math.floor(Date.now() / 1_000) + 3_600 });
  await new Promise<void>((connected, refused) => {
    const client = createClient({ url: url.replace('http', 'ws'), webSocketImpl: ClientSocket, retryAttempts: 0, connectionParams: { authorization: `Bearer ${token}` }, on: { connected: () => connected(), closed: refused } });
    clients.push(client);
    client.subscribe({ query }, { next: () => void arrivals.push(Number(process.hrtime.bigint()) / 1e6), error: (error) => void failures.push(JSON.stringify(error)), complete: () => {} });
  });
}

answerQuestions({
  jwks: () => ({ url: issuer.url }),
  connect,
  arrived: () => {
    if (failures.length > 0) throw new Error(`${failures.length} subscriptions failed, the first with ${failures[0]}`);
    return { count: arrivals.length };
  },
  collect: () => {
    const collected = arrivals;
    arrivals = [];
    return { arrivals: collected };
  },
});
