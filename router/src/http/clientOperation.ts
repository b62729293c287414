import { requireUtf8Search } from '@sysops-squad/chassis/http/bodyText';
import type { ClientOperation } from '../operations/admission.ts';
import { BadRequest } from './badRequest.ts';

/**
 * The operation in a request, wherever it stands.
 * @throws BadRequest when there is none, or what belongs to it is of another kind than it has to be; WrongEncoding
 */
export function readOperation(method: string | undefined, search: string, body: unknown): ClientOperation {
  if (method !== 'POST') requireUtf8Search(search);
  const given = method === 'POST' ? inBody(body) : inSearch(new URLSearchParams(search));
  const operation = given.operationName === '' ? { ...given, operationName: undefined } : given;
  for (const name of ['query', 'documentId', 'operationName'] as const) require(name, 'a text', operation[name], (value) => typeof value === 'string');
  for (const name of ['variables', 'extensions'] as const) require(name, 'an object', operation[name], isRecord);
  return operation;
}

function inBody(body: unknown): ClientOperation {
  if (Array.isArray(body)) throw new BadRequest('Send one operation in a request: lists of them are not taken.');
  if (!isRecord(body)) throw new BadRequest('The body has to be a JSON object with "query" and, if needed, "variables" and "operationName".');
  return body;
}

function inSearch(search: URLSearchParams): ClientOperation {
  const text = (name: string): string | undefined => {
    const [value, second] = search.getAll(name);
    if (second !== undefined) throw new BadRequest(`The parameter ${name} may be given only once.`);
    return value || undefined;
  };
  const json = (name: string): unknown => {
    const value = text(name);
    return value === undefined ? undefined : parseJson(value, `The parameter ${name}`);
  };
  return { query: text('query'), documentId: text('documentId'), operationName: text('operationName'), variables: json('variables'), extensions: json('extensions') };
}

/** @param what was sent, for the message; none of it stands there */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw error instanceof SyntaxError ? new BadRequest(`${what} is not JSON.`) : error;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function require(name: string, kind: string, value: unknown, is: (value: unknown) => boolean): void {
  if (value !== undefined && value !== null && !is(value)) throw new BadRequest(`"${name}" has to be ${kind}.`);
}
