import type { ClientOperation } from '../operations/admission.ts';

/** The operation in a request, wherever it stands; undefined when there is none, which Apollo Server says in the usual words. */
export function readOperation(method: string | undefined, search: string, body: unknown): ClientOperation | undefined {
  if (method !== 'POST') return fromSearch(new URLSearchParams(search));
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined;
}

/** What goes on to Apollo Server: just what was admitted, so that no other reading of the request can be executed. */
export function admittedRequest(method: string | undefined, operation: ClientOperation, query: string | undefined): { search: string; body: unknown } {
  const { operationName, variables, extensions } = operation;
  if (method === 'POST') return { search: '', body: present({ query, operationName, variables, extensions: withoutPersisted(extensions) }) };
  const search = new URLSearchParams();
  if (query !== undefined) search.set('query', query);
  if (typeof operationName === 'string') search.set('operationName', operationName);
  if (variables !== undefined) search.set('variables', JSON.stringify(variables));
  return { search: `?${search.toString()}`, body: undefined };
}

/** @throws SyntaxError */
function fromSearch(search: URLSearchParams): ClientOperation {
  const json = (name: string): unknown => (search.has(name) ? JSON.parse(search.get(name)!) : undefined);
  const text = (name: string): string | undefined => search.get(name) ?? undefined;
  return { query: text('query'), documentId: text('documentId'), operationName: text('operationName'), variables: json('variables'), extensions: json('extensions') };
}

const present = (body: Record<string, unknown>): unknown => Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));

function withoutPersisted(extensions: unknown): unknown {
  if (typeof extensions !== 'object' || extensions === null) return extensions;
  const { persistedQuery, ...rest } = extensions as Record<string, unknown>;
  return rest;
}
