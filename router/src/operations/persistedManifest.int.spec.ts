import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeManifest, readPersistedOperations, sha256 } from './persistedManifest.ts';
import { manifest } from './testing/listedOperations.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persisted-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the manifest', () => {
  test('has each operation with the fragments it uses, under the hash of its text', () => {
    expect(manifest).toMatchObject({ format: 'apollo-persisted-query-manifest', version: 1 });
    expect(manifest.operations.map(({ name, type }) => [name, type])).toEqual([['Live', 'subscription'], ['One', 'query'], ['Rename', 'mutation']]);
    expect(manifest.operations[1]!.body).toContain('fragment T on Ticket');
    expect(manifest.operations[2]!.body).not.toContain('fragment');
    for (const { id, body } of manifest.operations) expect(id).toBe(sha256(body));
  });
  test('has no operation without a name and no name twice', () => {
    expect(() => makeManifest(['{ a }'])).toThrow(/no name/);
    expect(() => makeManifest(['query A { a }', 'query A { b }'])).toThrow(/two operations are named A/);
  });
  test('that cannot be used is named, with how to make one', async () => {
    const wrong = join(folder, 'wrong.json');
    await writeFile(wrong, '{"format":"other"}');
    await expect(readPersistedOperations(wrong)).rejects.toThrow(/wrong\.json.*npm run persisted/s);
  });
});
