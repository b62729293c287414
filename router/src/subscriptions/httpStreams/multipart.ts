import type { StreamFormat } from './streamFormat.ts';

const boundary = 'graphql';
// a part reaches Apollo's clients with the boundary behind it
const part = (json: string): string => `\r\ncontent-type: application/json\r\n\r\n${json}\r\n--${boundary}`;
const end = '--\r\n';

/** Apollo's multipart protocol for subscriptions, version 1.0: results in `payload`, what ends the stream as `errors` beside it. */
export const multipart: StreamFormat = {
  contentType: `multipart/mixed;boundary="${boundary}";subscriptionSpec=1.0`,
  exclusive: false,
  opening: `\r\n--${boundary}${part('{}')}`,
  event: (result) => part(`{"payload":${result}}`),
  heartbeat: part('{}'),
  completed: end,
  failed: (errors) => part(JSON.stringify({ payload: null, errors })) + end,
  goingAway: (errors) => part(JSON.stringify({ payload: null, errors })) + end,
};
