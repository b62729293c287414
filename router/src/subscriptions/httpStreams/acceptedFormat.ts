import type { IncomingMessage } from 'node:http';
import { eventStream } from './eventStream.ts';
import { multipart } from './multipart.ts';
import type { StreamFormat } from './streamFormat.ts';

const mayTakeStream = /event-stream|multipart/i;

/** In which format a client wants a subscription over HTTP, by its Accept header; undefined: it wants one answer. */
export function acceptedFormat({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): StreamFormat | undefined {
  const { accept } = headers;
  if (method === 'HEAD' || !accept || !mayTakeStream.test(accept)) return undefined;
  const types = accept.toLowerCase().split(',').map((type) => type.split(';').map((part) => part.trim()));
  const wanted = types.map(([type, ...parameters]) => (type === 'text/event-stream' ? eventStream : type === 'multipart/mixed' && parameters.some(isOurSpec) ? multipart : undefined));
  return wanted.find((format) => format !== undefined);
}

const isOurSpec = (parameter: string): boolean => /^subscriptionspec\s*=\s*"?1\.0"?$/.test(parameter);
