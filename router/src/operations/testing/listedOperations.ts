import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** Called at the top of a spec: where the manifest lies as a file of its own. */
export function listedInFile(): () => string {
  let folder: string;
  const file = (): string => join(folder, 'manifest.json');
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'persisted-'));
    await writeFile(file(), JSON.stringify(manifest));
  });
  afterAll(() => rm(folder, { recursive: true }));
  return file;
}
