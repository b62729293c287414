import { callers, codesOf, runningLegacy, type CallerName } from '../testing/runningLegacy.ts';

let legacy: Awaited<ReturnType<typeof runningLegacy>>;
beforeAll(async () => void (legacy = await runningLegacy()));
afterAll(() => legacy.stop());
const ask = (caller: CallerName, query: string, variables = {}) => legacy.ask(callers[caller], query, variables);
const publish = (input: object, caller: CallerName = 'system') =>
  ask(caller, 'mutation ($input: PublishKnowledgeArticleInput!) { publishArticle(input: $input) { article { id title body tags author { id } } userErrors { code field } } }', { input });

const fields = 'id title excerpt body tags author { id name } updatedAt usefulness { yes no } tickets(first: 5) { edges { node { id number } } totalCount }';

describe('articles', () => {
  it('that match all words are found, those with the words in the title first', async () => {
    await publish({ id: 'art_in-body', title: 'Boiler', body: 'The qubit flutters.' });
    await publish({ id: 'art_in-title', title: 'Qubit flutters loudly', body: 'Turn it off.' });
    await publish({ id: 'art_one-word', title: 'Qubit', body: 'Nothing else.' });
    const { data, errors } = await ask('expert', `{ articles(search: "qubit flutters") { edges { cursor node { id title excerpt tags updatedAt usefulness { yes no } } } pageInfo { hasNextPage endCursor } } }`);
    expect(errors).toBeUndefined();
    expect(data.articles.edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual(['art_in-title', 'art_in-body']);
    expect(data.articles.edges[1].node).toMatchObject({ excerpt: 'The qubit flutters.', usefulness: { yes: 0, no: 0 } });
  });

  it('come page after page, each once', async () => {
    const ids: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data } = await ask('operative', 'query ($after: String) { articles(search: "helped", first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }', { after });
      ids.push(...data.articles.edges.map(({ node }: { node: { id: string } }) => node.id));
      ({ hasNextPage: more, endCursor: after } = data.articles.pageInfo);
    }
    const rows = await legacy.monolith.rows(`SELECT id FROM article WHERE body ILIKE '%helped%'`);
    expect(rows.length).toBeGreaterThan(1);
    expect(ids.sort()).toEqual(rows.map(({ id }) => id).sort());
  });

  it('show their author and the ticket that they were written for', async () => {
    const [row] = await legacy.monolith.rows(
      `SELECT a.id, a.ticket_id, t.number, e.id AS expert_id FROM article a JOIN ticket t ON t.id = a.ticket_id
         JOIN profile p ON p.user_id = a.author_user_id JOIN expert_profile e ON e.profile_id = p.id ORDER BY a.id LIMIT 1`,
    );
    const { data, errors } = await ask('manager', `{ article(id: "${row!['id']}") { ${fields} } }`);
    expect(errors).toBeUndefined();
    expect(data.article).toMatchObject({ author: { id: row!['expert_id'] }, tickets: { edges: [{ node: { id: row!['ticket_id'], number: row!['number'] } }], totalCount: 1 } });
    expect(data.article.tags.length).toBeGreaterThan(0);
    expect(data.article.excerpt).not.toContain('##');
  });

  it('are for staff, not for customers', async () => {
    const queries = ['{ articles(search: "screen") { edges { cursor } } }', '{ article(id: "art_000001") { id } }', '{ _entities(representations: [{ __typename: "Article", id: "art_000001" }]) { ... on Article { body } } }'];
    for (const query of queries) {
      expect([query, codesOf(await ask('customer', query))]).toEqual([query, ['FORBIDDEN']]);
      expect([query, codesOf(await ask('nobody', query))]).toEqual([query, ['UNAUTHENTICATED']]);
    }
    expect((await ask('expert', queries[2]!)).data._entities[0].body).toEqual(expect.any(String));
    expect(codesOf(await ask('expert', '{ articles(search: "x") { edges { cursor } } }'))).toEqual(['BAD_USER_INPUT']);
    expect((await ask('expert', '{ article(id: "art_none") { id } }')).data.article).toBeNull();
  });
});

describe('publishArticle', () => {
  const input = { id: 'art_0199-abc', title: 'Quiet fans', body: 'Clean them.', tags: ['Noise', 'noise', 'fans'], authorExpertId: 'exp_000001', ticketNumber: 'SYS-100001' };

  it('may be repeated, also at the same moment', async () => {
    const answers = await Promise.all([publish(input), publish(input), publish(input)]);
    for (const { data } of [...answers, await publish(input)])
      expect(data.publishArticle).toEqual({ article: { id: input.id, title: input.title, body: input.body, tags: ['fans', 'noise'], author: { id: 'exp_000001' } }, userErrors: [] });
    const { data } = await ask('expert', `{ article(id: "${input.id}") { tickets { edges { node { number } } } } }`);
    expect(data.article).toBeDefined();
  });

  it('refuses a wrong id, no title and too many tags', async () => {
    const { data } = await publish({ ...input, id: '../customer', title: ' ', tags: Array.from({ length: 11 }, (_, n) => `t${n}`) });
    expect(data.publishArticle.userErrors).toEqual(['id', 'title', 'tags'].map((field) => ({ code: 'INVALID_INPUT', field })));
  });

  it('is for our services alone', async () => {
    for (const caller of ['customer', 'operative', 'expert', 'manager', 'admin'] as const) expect(codesOf(await publish({ ...input, id: 'art_other' }, caller))).toEqual(['FORBIDDEN']);
    expect(await legacy.monolith.rows(`SELECT 1 FROM article WHERE id = 'art_other'`)).toEqual([]);
  });
});

describe('rateArticle', () => {
  const rate = (caller: CallerName, articleId: string, useful: boolean) =>
    ask(caller, 'mutation ($input: RateArticleInput!) { rateArticle(input: $input) { article { id usefulness { yes no } } userErrors { code } } }', { input: { articleId, useful } });

  it('counts every vote, also those at the same moment', async () => {
    await publish({ id: 'art_voted', title: 'Votes', body: 'Vote.' });
    await Promise.all(Array.from({ length: 10 }, (_, n) => rate(n % 2 ? 'expert' : 'operative', 'art_voted', n < 7)));
    const { data } = await ask('expert', '{ article(id: "art_voted") { usefulness { yes no } } }');
    expect(data.article.usefulness).toEqual({ yes: 7, no: 3 });
  });

  it('knows no other article and no other role', async () => {
    expect((await rate('expert', 'art_none', true)).data.rateArticle).toEqual({ article: null, userErrors: [{ code: 'NOT_FOUND' }] });
    for (const caller of ['customer', 'manager', 'admin', 'system'] as const) expect(codesOf(await rate(caller, 'art_voted', true))).toEqual(['FORBIDDEN']);
  });
});
