// GraphiQL in this page, with a fetcher of ours: queries and mutations by POST, subscriptions by graphql-ws, both with the
// Authorization of the header editor or, where there is none, of who signed in above.
import { createClient } from '/graphiql/graphql-ws/client.js';
import { accessToken, settings, startSignIn } from '/pages/signIn.js';

self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_module, label) => `/graphiql/worker/${label}.js` };

function headersWith(editor) {
  const headers = { ...editor };
  const named = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  const token = accessToken();
  if (!named && token) headers.authorization = `Bearer ${token}`;
  return headers;
}

function isSubscription(query, operationName) {
  const kinds = [...query.replaceAll(/#.*/g, '').matchAll(/\b(query|mutation|subscription)\s+(\w+)/g)];
  const chosen = kinds.find(([, , name]) => name === operationName) ?? kinds[0];
  return chosen ? chosen[1] === 'subscription' : /^\s*subscription\b/.test(query.replaceAll(/#.*/g, ''));
}

/** A socket per subscription, so that each goes out with the header it was started with. */
function subscribe(request, headers) {
  const url = new URL('/graphql', location.href).href.replace(/^http/, 'ws');
  const authorization = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  return createClient({ url, connectionParams: () => (authorization ? { authorization } : {}) }).iterate(request);
}

async function post(request, headers) {
  const response = await fetch('/graphql', { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(request) });
  return response.json();
}

const fetcher = (request, options) => {
  const headers = headersWith(options?.headers);
  return isSubscription(request.query, request.operationName) ? subscribe(request, headers) : post(request, headers);
};

/** A tab for each of the operations to begin with, with its comment and, for the first, the demo account. */
function workedOperations() {
  const variables = settings.accounts ? JSON.stringify({ email: settings.accounts[0], password: settings.password }, null, 2) : '';
  const [introduction, ...operations] = settings.operations.trim().split(/\n\n(?=[#qms])/);
  return operations.map((query, index) => (index === 0 ? { query: `${introduction}\n\n${query}`, variables } : { query }));
}

startSignIn(() => {});
const script = document.createElement('script');
script.src = '/graphiql/graphiql.js';
script.onload = () =>
  window.YogaGraphiQL.renderYogaGraphiQL(document.getElementById('explorer'), {
    fetcher,
    defaultTabs: workedOperations(),
  });
document.head.append(script);
