// GraphiQL in this page, with a fetcher of ours: queries and mutations by POST, subscriptions by graphql-ws, both with the
// Authorization of the header editor or, where there is none, of who signed in above.
import { createClient } from '/graphiql/graphql-ws/client.js';
import { accessToken, demoToken, settings, startSignIn } from '/pages/signIn.js';

self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_module, label) => `/graphiql/worker/${label}.js` };

/** Without a sign-in, the demo account that an operation is for sends it, so that each tab answers at the first click. */
async function headersWith(editor, operationName) {
  const headers = { ...editor };
  const named = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  const token = named ? null : (accessToken() ?? (await demoToken(accountFor(operationName)).catch(() => null)));
  if (token) headers.authorization = `Bearer ${token}`;
  return headers;
}

const accountFor = (operationName) => settings.accountFor?.[operationName] ?? settings.accounts?.[0];

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

const isSignIn = ({ query }) => /\b(login|refreshSession)\s*\(/.test(query);

const fetcher = async (request, options) => {
  const headers = isSignIn(request) ? { ...options?.headers } : await headersWith(options?.headers, request.operationName);
  return isSubscription(request.query, request.operationName) ? subscribe(request, headers) : post(request, headers);
};

/** The newest ticket of the demo customer, for the operations that ask for one; undefined where there is none within two seconds. */
async function newestTicket() {
  const query = '{ me { customer { tickets(first: 1) { edges { node { id } } } } } }';
  const ask = async () => post({ query }, await headersWith({}, 'WhoAmI'));
  const tooLate = new Promise((resolve) => setTimeout(resolve, 2_000));
  const answer = await Promise.race([ask(), tooLate]).catch(() => undefined);
  return answer?.data?.me?.customer?.tickets?.edges[0]?.node.id;
}

/** A tab for each of the operations to begin with, with its comment and its variables. */
async function workedOperations() {
  const [introduction, ...operations] = settings.operations.trim().split(/\n\n(?=[#qms])/);
  const values = { email: settings.accounts?.[0] ?? '', password: settings.password ?? '', ticketId: (settings.accounts && (await newestTicket())) ?? '' };
  return operations.map((query, index) => ({ query: index === 0 ? `${introduction}\n\n${query}` : query, variables: variablesOf(query, values) }));
}

/** Values for the variables that must be given. */
function variablesOf(query, values) {
  const asked = [...query.matchAll(/\$(\w+): *\w+!/g)].map(([, name]) => [name, values[name] ?? '']);
  return asked.length > 0 ? JSON.stringify(Object.fromEntries(asked), null, 2) : '';
}

await startSignIn(() => {});
const defaultTabs = await workedOperations();
const script = document.createElement('script');
script.src = '/graphiql/graphiql.js';
script.onload = () =>
  window.YogaGraphiQL.renderYogaGraphiQL(document.getElementById('explorer'), {
    fetcher,
    defaultTabs,
  });
document.head.append(script);
