import { makeManifest } from '../persistedManifest.ts';

export const documents = [
  'query One($id: ID!) { ticket(id: $id) { ...T } } fragment T on Ticket { id title }',
  'subscription Live { ticketEvents { kind } } mutation Rename($id: ID!) { rename(id: $id, title: "New") { title } }',
];
export const manifest = makeManifest(documents);
export const idOf = (name: string): string => manifest.operations.find((operation) => operation.name === name)!.id;
/** As Apollo’s clients send an operation by its hash. */
export const hashed = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });
export const codes = ({ body }: { body: { errors?: { extensions: Record<string, unknown> }[] } }) => body.errors?.map(({ extensions }) => extensions['code']);
