import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { newSubgraph } from './newSubgraph.ts';

describe('a new subgraph', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'scaffold-'));
    await mkdir(join(root, 'subgraphs', 'auth'), { recursive: true });
    await writeFile(join(root, 'supergraph.yaml'), 'federation_version: =2.14.4\nsubgraphs:\n  auth:\n    routing_url: http://a\n');
  });
  afterEach(() => rm(root, { recursive: true }));

  it('is written and listed', async () => {
    const files = await newSubgraph(root, 'warranty');
    expect(files).toContain('subgraphs/warranty/src/graphql/Mutation/saveWarranty.ts');
    const config = parse(await readFile(join(root, 'supergraph.yaml'), 'utf8'));
    expect(config.subgraphs).toMatchObject({ auth: {}, warranty: { routing_url: '${env.WARRANTY_URL:-http://127.0.0.1:4002/graphql}', schema: { file: './subgraphs/warranty/schema.graphql' } } });
    const texts = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')));
    expect(texts.join('')).not.toMatch(/__name__|__Name__|__NAME__/);
  });

  it.each(['Warranty', 'a', 'two words', '../x'])('cannot be called %j', async (name) => {
    await expect(newSubgraph(root, name)).rejects.toThrow('2 to 30 lower-case letters');
  });

  it('never overwrites one that is there', async () => {
    await expect(newSubgraph(root, 'auth')).rejects.toThrow('is there already');
  });
});
