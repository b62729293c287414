import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pageFile } from './pageFiles.ts';

export type PageOptions = { demoAccounts: boolean };

const readOperations = () => readFile(join(import.meta.dirname, '../../operations/explore.graphql'), 'utf8');
const demoAccounts = ['customer', 'operative', 'expert', 'manager', 'admin'].map((role) => `${role}@sysops.example`);
/** Whose account an operation of the page is for; the customer's where none is named. */
const accountFor = { MyOffers: 'expert@sysops.example' };
const demoPassword = 'sysops-squad-demo';

const own = "default-src 'none'; img-src 'self' data:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** The browser itself sees to it that GraphiQL loads nothing from anywhere else. */
const graphiqlPolicy = `${own}; connect-src 'self'; script-src 'self'; worker-src 'self' blob:`;
const sandboxPolicy = `${own}; connect-src 'self' https://*.apollographql.com; script-src 'self' https://embeddable-sandbox.cdn.apollographql.com; frame-src https://*.apollographql.com`;

/** Apollo Sandbox, which comes from the internet; its page says where to go without one. */
export const answerSandbox = (options: PageOptions) => async (_request: IncomingMessage, response: ServerResponse) =>
  sendHtml(response, sandboxPolicy, page('Sysops Squad: Apollo Sandbox', await settings(options), sandboxBody));

/** GraphiQL, whole from this machine. */
export const answerGraphiql = (options: PageOptions) => async (_request: IncomingMessage, response: ServerResponse) =>
  sendHtml(response, graphiqlPolicy, page('Sysops Squad: GraphiQL', await settings(options), graphiqlBody));

/** Where the link in a survey's mail leads. */
export const answerSurvey = (_request: IncomingMessage, response: ServerResponse): void =>
  sendHtml(response, graphiqlPolicy, plainPage('How was it?', '<main id="survey"><p>One moment …</p></main>\n    <script type="module" src="/pages/survey.js"></script>'));

/** Where the links in mails about an account lead; their tokens stand behind #, which no browser sends. */
export const answerAccountLink = (_request: IncomingMessage, response: ServerResponse): void =>
  sendHtml(response, graphiqlPolicy, plainPage('Your account', '<main id="account"><p>One moment …</p></main>\n    <script type="module" src="/pages/accountLink.js"></script>'));

const settings = async ({ demoAccounts: shown }: PageOptions) => ({
  operations: await readOperations(),
  ...(shown && { accounts: demoAccounts, password: demoPassword, accountFor }),
});

const sandboxBody = `
    <main id="explorer"><p class="offline">Apollo Sandbox loads from the internet. Without it, use <a href="/graphiql">GraphiQL</a>, which comes from this machine.</p></main>
    <script src="https://embeddable-sandbox.cdn.apollographql.com/_latest/embeddable-sandbox.umd.production.min.js" defer></script>
    <script type="module" src="/pages/sandbox.js"></script>`;

const graphiqlBody = `
    <link rel="stylesheet" href="/graphiql/graphiql.css">
    <main id="explorer"></main>
    <script type="module" src="/graphiql/page.js"></script>`;

const plainPage = (title: string, body: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/pages/pages.css">
  </head>
  <body>
    ${body}
  </body>
</html>
`;

const page = (title: string, data: object, body: string): string =>
  plainPage(title, `<header>
      <strong>Sysops Squad</strong>
      <form id="sign-in">
        <input name="email" type="email" list="accounts" placeholder="e-mail" autocomplete="username" required aria-label="e-mail">
        <datalist id="accounts"></datalist>
        <input name="password" type="password" placeholder="password" autocomplete="current-password" required aria-label="password">
        <button>Sign in</button>
        <output></output>
      </form>
      <nav><a href="/">Apollo Sandbox</a> <a href="/graphiql">GraphiQL</a></nav>
    </header>
    <p id="accounts-note" hidden></p>
    <script type="application/json" id="settings">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>${body}`);

function sendHtml(response: ServerResponse, policy: string, html: string): void {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy, 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' };
  response.writeHead(200, headers).end(html);
}

/** False when there is nothing at the path. */
export async function answerPageFile(path: string, response: ServerResponse): Promise<boolean> {
  const file = await pageFile(path);
  if (!file) return false;
  const headers = { 'content-type': file.type, 'content-encoding': 'gzip', 'cache-control': 'public, max-age=3600', 'x-content-type-options': 'nosniff' };
  response.writeHead(200, headers).end(file.gzipped);
  return true;
}
