import type { StreamFormat } from './streamFormat.ts';

const next = (result: string, id = ''): string => `${id}event: next\ndata: ${result}\n\n`;
const complete = 'event: complete\ndata:\n\n';
const oneLine = /^[\x20-\x7e]+$/;

/**
 * Server-sent events as in graphql-sse's distinct connections mode: errors come as a result, then `complete`. Each event's id is its cursor,
 * which browsers send back as Last-Event-ID when they come again.
 */
export const eventStream: StreamFormat = {
  contentType: 'text/event-stream; charset=utf-8',
  exclusive: true,
  opening: ':\n\n',
  event: (result, cursor) => next(result, cursor !== undefined && oneLine.test(cursor) ? `id: ${cursor}\n` : ''),
  heartbeat: ':\n\n',
  completed: complete,
  failed: (errors) => next(JSON.stringify({ errors })) + complete,
  // clients that have seen no `complete` come back by themselves
  goingAway: () => '',
};
