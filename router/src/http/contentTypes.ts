import type { IncomingHttpHeaders } from 'node:http';
import { BadRequest } from './badRequest.ts';

/** What a browser sends to another site without asking it first. */
const sentUnasked = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);
/** Headers that it sends only after having asked. */
const askedFor = ['x-apollo-operation-name', 'apollo-require-preflight'];

const essence = (contentType: string): string => contentType.split(';', 1)[0]!.trim().toLowerCase();

/**
 * Refuses what a form or an image on another site could have sent, and bodies that are not said to be plain JSON.
 * @throws BadRequest
 */
export function requireOwnKind(method: string | undefined, headers: IncomingHttpHeaders): void {
  const type = headers['content-type'] === undefined ? undefined : essence(headers['content-type']);
  if ((type === undefined || sentUnasked.has(type)) && !askedFor.some((name) => headers[name])) {
    throw new BadRequest(`Other sites could have sent this request: send "Content-Type: application/json", or one of the headers ${askedFor.join(', ')}.`);
  }
  const encoding = headers['content-encoding'];
  if (encoding && encoding !== 'identity') throw new BadRequest('Send the body as it is, not compressed.', 415);
  if (type !== undefined && type !== 'application/json') throw new BadRequest(`Send ${method === 'GET' ? 'no Content-Type' : '"Content-Type: application/json"'}, not ${type.slice(0, 80)}.`, 415);
}

const offered = ['application/json', 'application/graphql-response+json'];
type Range = { type: string; quality: number };
const chosen = new Map<string, string | undefined>();
const remembered = 200;

/**
 * The type of the answer that a client likes best; JSON where it does not say, or takes answers in parts, which are JSON each.
 * @throws BadRequest with 406 when it takes neither
 */
export function answerType(accept: string | undefined, inParts = false): string {
  if (!accept || inParts) return `${offered[0]}; charset=utf-8`;
  if (!chosen.has(accept)) {
    if (chosen.size >= remembered) chosen.clear();
    chosen.set(accept, choose(accept));
  }
  const type = chosen.get(accept);
  if (!type) throw new BadRequest(`Answers are ${offered.join(' or ')}: the header Accept allows neither.`, 406);
  return `${type}; charset=utf-8`;
}

function choose(accept: string): string | undefined {
  const ranges = accept.split(',').map(readRange);
  const liked = offered.map((type) => ({ type, ...best(ranges, type) })).filter(({ quality }) => quality > 0);
  return liked.sort((a, b) => b.quality - a.quality || a.at - b.at)[0]?.type;
}

/** The most particular range says how much a type is liked; of equals the one that the client names first comes first. */
function best(ranges: readonly Range[], type: string): { quality: number; at: number } {
  for (const name of [type, `${type.split('/')[0]}/*`, '*/*']) {
    const at = ranges.findIndex((range) => range.type === name);
    if (at >= 0) return { quality: ranges[at]!.quality, at };
  }
  return { quality: 0, at: 0 };
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  return { type, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
}
