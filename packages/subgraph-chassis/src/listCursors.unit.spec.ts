import { execute, parse, type ExecutionResult } from 'graphql';
import { guardedSchema } from './authorization/guardedSchema.ts';
import { readPage, toConnection } from './connection.ts';
import { callerWith } from './testing/identity.ts';
import fc from './testing/properties.ts';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { letters(first: Int! = 2, after: String): Letters! more(first: Int! = 2, after: String): Letters! none(after: String): Letters }
  type Letters { edges: [Edge!]! pageInfo: PageInfo! totalCount: Int }
  type Edge { cursor: String! node: String! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
`;
const letters = ['a', 'b', 'c', 'd', 'e'];
const list = (_: unknown, args: { first: number; after?: string | null }) => {
  const { limit, after } = readPage(args);
  const rows = letters.filter((letter) => after === null || letter > after).slice(0, limit + 1);
  return { ...toConnection(rows, limit, (letter) => letter), totalCount: () => letters.length };
};
const schema = guardedSchema(sdl, { Query: { letters: list, more: list, none: () => null } });

type Page = { edges: { cursor: string; node: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null }; totalCount: number };
async function ask(field: string, after: string | null = null): Promise<Page | string> {
  const document = parse(`query ($after: String) { ${field}(after: $after) { edges { cursor node } pageInfo { hasNextPage endCursor } totalCount } }`);
  const { data, errors } = (await execute({ schema, document, variableValues: { after }, contextValue: { caller: callerWith('ADMIN') } })) as ExecutionResult;
  return errors ? String(errors[0]!.extensions['code']) : ((data as Record<string, Page>)[field] as Page);
}

test('a list is read on with its own cursors, whole', async () => {
  const seen: string[] = [];
  for (let page = (await ask('letters')) as Page; ; page = (await ask('letters', page.pageInfo.endCursor)) as Page) {
    seen.push(...page.edges.map(({ node }) => node));
    expect([page.totalCount, page.pageInfo.endCursor]).toEqual([5, page.edges.at(-1)!.cursor]);
    if (!page.pageInfo.hasNextPage) break;
  }
  expect(seen).toEqual(letters);
});

test('another list refuses them, and so do both what no list gave', async () => {
  const { edges } = (await ask('letters')) as Page;
  expect(await ask('more', edges[0]!.cursor)).toBe('BAD_USER_INPUT');
  for (const strange of ['', 'YQ', edges[0]!.cursor.slice(0, 8), `${edges[0]!.cursor}x`, 'x'.repeat(10_000)]) expect(await ask('letters', strange)).toBe('BAD_USER_INPUT');
  await fc.assert(fc.asyncProperty(fc.string(), async (strange) => expect(await ask('letters', strange)).toBe('BAD_USER_INPUT')), { numRuns: 50 });
});

test('a list that there is not stays null', async () => expect(await ask('none')).toBeNull());
