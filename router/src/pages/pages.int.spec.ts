import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, validate } from 'graphql';
import { loadSupergraph } from '../supergraph/loadedSupergraph.ts';
import { createDesk } from '../testing/desk.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';

let plain: TestRouter;
let demo: TestRouter;
beforeAll(async () => {
  plain = await startTestRouter(createDesk().subgraphs);
  demo = await startTestRouter(createDesk().subgraphs, { demoAccounts: true });
});
afterAll(async () => {
  await plain.stop();
  await demo.stop();
});

const page = async (router: TestRouter, path: string) => {
  const response = await fetch(`${router.origin}${path}`, { headers: { accept: 'text/html' } });
  return { status: response.status, policy: response.headers.get('content-security-policy')!, html: await response.text() };
};
const references = (html: string): string[] => [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);

test('GraphiQL comes whole from this machine: the page names nothing outside of it, and its policy forbids it', async () => {
  const { status, policy, html } = await page(plain, '/graphiql');
  expect(status).toBe(200);
  expect(html.match(/https?:\/\/|\/\/[a-z]/gi)).toBeNull();
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/https?:|\*/);
});

test('everything that GraphiQL loads is there', async () => {
  const { html } = await page(plain, '/graphiql');
  const imported = ['/graphiql/graphiql.js', '/pages/signIn.js', '/graphiql/graphql-ws/client.js', '/graphiql/worker/graphql.js', '/graphiql/worker/json.js', '/graphiql/worker/editorWorkerService.js'];
  const client = await (await fetch(`${plain.origin}/graphiql/graphql-ws/client.js`)).text();
  const common = /from '\.\/(common-[\w-]+\.js)'/.exec(client)![1]!;
  for (const path of [...references(html).filter((url) => url.startsWith('/graphiql/') || url.startsWith('/pages/')), ...imported, `/graphiql/graphql-ws/${common}`]) {
    const response = await fetch(`${plain.origin}${path}`);
    expect([path, response.status, (await response.text()).length > 100]).toEqual([path, 200, true]);
  }
});

test('Sandbox has a worked operation, and says where to go without the internet', async () => {
  const { html } = await page(plain, '/');
  expect(html).toContain('mutation SignIn');
  expect(html).toContain('href="/graphiql"');
});

test.each(['/', '/graphiql'])('%s names the demo accounts only where there are any', async (path) => {
  expect((await page(plain, path)).html).not.toContain('sysops-squad-demo');
  const { html } = await page(demo, path);
  expect(html).toContain('sysops-squad-demo');
  expect(html).toContain('expert@sysops.example');
});

test('the operations of the page are valid, and each needs nothing that the page does not fill in', async () => {
  const operations = await readFile(join(import.meta.dirname, '../../operations/explore.graphql'), 'utf8');
  const { apiSchema } = loadSupergraph(await readFile(join(import.meta.dirname, '../../../supergraph.graphql'), 'utf8'));
  expect(validate(apiSchema, parse(operations))).toEqual([]);
  const needed = [...operations.matchAll(/\$(\w+): *\w+!/g)].map(([, name]) => name);
  expect(new Set(needed)).toEqual(new Set(['email', 'password', 'ticketId']));
});

test('a browser that opens /graphql is sent to GraphiQL', async () => {
  const response = await fetch(plain.url, { headers: { accept: 'text/html' }, redirect: 'manual' });
  expect([response.status, response.headers.get('location')]).toEqual([302, '/graphiql']);
});

test.each(['/verify-email', '/reset-password'])('the links in mails about an account lead to %s of this machine, whose script sends a stored operation', async (path) => {
  const { status, policy, html } = await page(plain, path);
  expect([status, /https?:|\*/.test(policy)]).toEqual([200, false]);
  for (const url of references(html).filter((one) => one.startsWith('/'))) expect((await fetch(`${plain.origin}${url}`)).status).toBe(200);
  const script = await (await fetch(`${plain.origin}/pages/accountLink.js`)).text();
  const stored = await readFile(join(import.meta.dirname, '../../../operations/account.graphql'), 'utf8');
  const documents = [...script.matchAll(/'(mutation [^']+)'/g)].map((match) => match[1]!.replaceAll('\\n', '\n'));
  expect(documents.map((document) => stored.includes(document))).toEqual([true, true]);
  expect(script).toContain('Type the password that you chose when you registered. If you did not register, close this page: nothing happens.');
});

test('the link in a survey’s mail leads to a page of this machine', async () => {
  const { status, policy, html } = await page(plain, '/survey/some-token');
  expect(status).toBe(200);
  expect(policy).not.toMatch(/https?:|\*/);
  for (const path of references(html).filter((url) => url.startsWith('/'))) expect((await fetch(`${plain.origin}${path}`)).status).toBe(200);
});
