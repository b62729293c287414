import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getOperationAST, parse } from 'graphql';
import { readCostWeights } from '../limits/costWeights.ts';
import { createCost } from '../limits/operationCost.ts';
import { defaultLimits, exceededLimits } from '../limits/operationLimits.ts';
import { makeManifest, persistedOperations } from './persistedManifest.ts';

const root = join(import.meta.dirname, '../../..');
const manifest = makeManifest(globSync('operations/*.graphql', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8')));

test('what front ends send is far within the limits, with pages of 100', () => {
  const weights = readCostWeights(readFileSync(join(root, 'supergraph.graphql'), 'utf8'));
  const far = { ...defaultLimits, depth: defaultLimits.depth - 3 };
  const tooLarge = manifest.operations.flatMap(({ name, body }) => {
    const document = parse(body);
    const { cost } = createCost(weights, document, getOperationAST(document)!)({ first: 100 });
    return cost > defaultLimits.cost / 10 || exceededLimits(document, far).length > 0 ? [`${name}: ${cost}`] : [];
  });
  expect(tooLarge).toEqual([]);
});

test.each(['tickets', 'articles'])('forty-nine times the longest text of each item on a full page is beyond the limits: %s', (list) => {
  const weights = readCostWeights(readFileSync(join(root, 'supergraph.graphql'), 'utf8'));
  const longest = list === 'tickets' ? 'description' : 'body';
  const document = parse(`{ ${list}(first: 100) { edges { node { ${Array.from({ length: 49 }, (_, n) => `a${n}: ${longest}`).join(' ')} } } } }`);
  expect(createCost(weights, document, getOperationAST(document)!)({}).cost).toBeGreaterThan(defaultLimits.cost);
});

test('what the survey’s page sends is in the list, so that it works in production', () => {
  const page = readFileSync(join(root, 'router/src/pages/browser/survey.js'), 'utf8');
  const sent = [...page.matchAll(/const query = '(.*)';/g)].map(([, query]) => query!);
  expect(sent).toHaveLength(2);
  const listed = persistedOperations(manifest);
  for (const query of sent) expect(listed.sameAs(query)).toBeDefined();
});
