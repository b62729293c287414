import { createRecent } from '@sysops-squad/chassis/recent';
import { GraphQLError } from 'graphql';
import { sha256, type PersistedOperations } from './persistedManifest.ts';

/** An operation as a client sends it, over HTTP or a socket: its text, or the id of one that is known. */
export type OperationRequest = { query?: unknown; documentId?: unknown; extensions?: unknown };

type Options = { persisted: PersistedOperations | undefined; onlyPersisted: boolean; kept?: number };

export type OperationText = {
  /** @throws GraphQLError with the code and what to do about it; undefined: there is neither a text nor an id */
  of: (request: OperationRequest, trusted: boolean) => string | undefined;
  /** Remembers a text under its hash: an automatic persisted query, once it has turned out to be within the limits. */
  keep: (request: OperationRequest) => void;
};

/**
 * Finds an operation's text: in the list of persisted operations first, then, where any operation is accepted, among the automatic
 * persisted queries. The latter are a cache and protect nothing: whoever sends a text and its hash has put it there.
 */
export function createOperationText({ persisted, onlyPersisted, kept = 500 }: Options): OperationText {
  const automatic = createRecent<string>(kept);
  return {
    of(request, trusted) {
      const id = idOf(request);
      const query = typeof request.query === 'string' && request.query !== '' ? request.query : undefined;
      const listed = id === undefined ? undefined : persisted?.bodyOf(id);
      if (listed !== undefined) return listed;
      if (onlyPersisted && !trusted) return (query && persisted?.sameAs(query)) ?? refuse(id);
      if (query === undefined) return id === undefined ? undefined : (automatic.get(id) ?? miss());
      if (id !== undefined && automatic.get(id) !== query && sha256(query) !== id) throw coded('BAD_REQUEST', 'The hash is not that of the query: send the SHA-256 of its text, in hexadecimal.');
      return query;
    },
    keep(request) {
      const id = idOf(request);
      if (onlyPersisted || id === undefined || typeof request.query !== 'string' || request.query === '' || persisted?.bodyOf(id) !== undefined) return;
      automatic.set(id, request.query);
    },
  };
}

/** As Apollo's clients send it, or as Relay and the GraphQL over HTTP draft do. */
function idOf({ documentId, extensions }: OperationRequest): string | undefined {
  const id = typeof documentId === 'string' ? documentId : (extensions as { persistedQuery?: { sha256Hash?: unknown } } | null | undefined)?.persistedQuery?.sha256Hash;
  return typeof id === 'string' ? id.replace(/^sha256:/, '') : undefined;
}

const coded = (code: string, message: string): GraphQLError => new GraphQLError(message, { extensions: { code } });

/** Clients know this by its very words, and send the text along the next time. */
function miss(): never {
  throw coded('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
}

function refuse(id: string | undefined): never {
  if (id === undefined) throw coded('PERSISTED_QUERY_REQUIRED', 'Only persisted operations are accepted here: send the id of one as extensions.persistedQuery.sha256Hash or documentId, and have new ones added to the list (npm run persisted).');
  throw coded('PERSISTED_QUERY_NOT_FOUND', `No persisted operation has the id ${id.slice(0, 80)}: have it added to the list (npm run persisted), or send the id of one that is there.`);
}
