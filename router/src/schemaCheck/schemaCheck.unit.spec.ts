import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { compareSchemas } from './compareSchemas.ts';
import { checkOperations, findOperationFiles } from './storedOperations.ts';

const before = buildSchema('type Query { a: Int b(x: Int): String kind: Kind } enum Kind { ONE }');
const after = buildSchema('type Query { a: String b(x: Int, y: Int): String kind: Kind c: Int } enum Kind { ONE TWO }');

test('changes are told apart by what they do to clients', async () => {
  const { breaking, dangerous, safe } = await compareSchemas(before, after);
  expect(breaking.join()).toMatch(/Query\.a: .*changed type/);
  expect(dangerous.join()).toMatch(/Kind\.TWO/);
  expect(safe.join()).toMatch(/Query\.c/);
});

test('every stored operation that the schema no longer answers is named with file and line', async () => {
  const root = await mkdtemp(join(tmpdir(), 'operations-'));
  const folder = join(root, 'somewhere', 'operations');
  await mkdir(folder, { recursive: true });
  await mkdir(join(root, 'node_modules', 'operations'), { recursive: true });
  await writeFile(join(root, 'node_modules', 'operations', 'c.graphql'), '{ foreign }');
  await writeFile(join(folder, 'a.graphql'), 'query Good { a }\n\nquery Bad { gone }');
  await writeFile(join(folder, 'b.graphql'), 'query {');
  const problems = await checkOperations(root, await findOperationFiles(root), after);
  expect(problems).toEqual([
    'somewhere/operations/a.graphql: line 3: Cannot query field "gone" on type "Query".',
    expect.stringMatching(/^somewhere\/operations\/b\.graphql: Syntax Error/),
  ]);
  await rm(root, { recursive: true });
});
