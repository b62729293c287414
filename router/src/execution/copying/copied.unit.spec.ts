import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { responseKeyOf } from '../documentFields.ts';
import { fragmentsOf } from '../selectedFields.ts';
import { nameOf, runsOf } from './copied.ts';
import { addFetch, newPlace } from './supplies.ts';
import { selectedOf } from './selected.ts';

const schema = buildSchema('type Query { ticket: Ticket node: Node } interface Node { id: ID } type Ticket implements Node { id: ID number: Int title: String sla: Sla } type Sla { by: String kind: String }');

const fetchOf = (operation: string, requires?: string[]): FetchNode => ({
  kind: 'Fetch', serviceName: 'tickets', operation, operationKind: 'query' as FetchNode['operationKind'],
  ...(requires && { requires: [{ kind: 'InlineFragment', typeCondition: 'Ticket', selections: requires.map((name): QueryPlanSelectionNode => ({ kind: 'Field', name })) }] }),
} as FetchNode);

/** By path: the runs of what the client selects there, each as the keys of its fields. */
function runs(query: string, path: string[], ...fetches: [fetch: FetchNode, path: (string | number)[]][]): Record<string, string> {
  const document = parse(query);
  const place = newPlace();
  for (const [fetch, at] of fetches) addFetch(place, fetch, [at]);
  const root = selectedOf({ schema, fragments: fragmentsOf(document), dataKey: responseKeyOf }, schema.getQueryType()!, [getOperationAST(document)!.selectionSet], place);
  const here = path.reduce((selected, key) => selected?.under(key), root);
  return Object.fromEntries(here ? runsOf(here).map((run) => [nameOf(run), run.fields.map(({ key }) => key).join()]) : []);
}

const more = (selection: string) => fetchOf(`query($representations:[_Any!]!){_entities(representations:$representations){...on Ticket{${selection}}}}`, ['id']);

test('a whole object is copied when all that was sent is wanted, in the same order', () => {
  expect(runs('{ ticket { number sla { by kind } } }', [], [fetchOf('{ticket{number sla{by kind}}}'), []])).toEqual({ ':ticket': 'ticket' });
  for (const sent of ['sla{kind by}', 'sla{by kind extra:by}', 'sla{by}']) {
    const fetch = fetchOf(`{ticket{number ${sent}}}`);
    expect([sent, runs('{ ticket { number sla { by kind } } }', [], [fetch, []]), runs('{ ticket { number sla { by kind } } }', ['ticket'], [fetch, []])]).toEqual([sent, {}, { ':number': 'number' }]);
  }
});

test('neighbours are copied together only when they were sent as neighbours', () => {
  const query = '{ ticket { id number title sla { by } } }';
  expect(runs(query, ['ticket'], [fetchOf('{ticket{id number extra:title title sla{by}}}'), []])).toEqual({ ':id': 'id,number', ':title': 'title,sla' });
  expect(runs(query, ['ticket'], [fetchOf('{ticket{number id title extra:id sla{by}}}'), []])).toEqual({ ':id': 'id', ':number': 'number', ':title': 'title', ':sla': 'sla' });
});

test('what another fetch adds to, requires or sends as well is not copied; what it sends itself is', () => {
  const query = '{ ticket { number title sla { by kind } } }';
  const first: [FetchNode, string[]] = [fetchOf('{ticket{__typename id number sla{by}}}'), []];
  expect(runs(query, ['ticket'], first, [more('title sla{kind}'), ['ticket']])).toEqual({ ':number': 'number', ':title': 'title' });
  expect(runs(query, ['ticket', 'sla'], first, [more('title sla{kind}'), ['ticket']])).toEqual({ ':by': 'by', ':kind': 'kind' });
  expect(runs(query, ['ticket'], first, [more('number title'), ['ticket']])).toEqual({ ':title': 'title' });
  expect(runs('{ ticket { id number } }', ['ticket'], first, [more('title'), ['ticket']])).toEqual({ ':number': 'number' });
});

test('nothing is copied where types or names are known only when the answer comes', () => {
  expect(runs('{ node { id } }', [], [fetchOf('{node{__typename id}}'), []])).toEqual({});
  expect(runs('{ ticket { number } }', ['ticket'], [fetchOf('{ticket{...on Ticket{number}}}'), []])).toEqual({});
  expect(runs('{ ticket { number title } }', ['ticket'], [fetchOf('{ticket{number ...on Ticket{title}}}'), []])).toEqual({});
  const renaming = { ...fetchOf('{ticket{number}}'), outputRewrites: [{ kind: 'KeyRenamer', path: ['ticket', 'x'], renameKeyTo: 'number' }] } as FetchNode;
  expect(runs('{ ticket { number } }', ['ticket'], [renaming, []])).toEqual({});
});
