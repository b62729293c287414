// The form at the top of both pages: signs in, keeps the token for this tab, renews it before it ends.
export const settings = JSON.parse(document.getElementById('settings').textContent);
const login = 'mutation SignIn($email: String!, $password: String!) { login(input: { email: $email, password: $password }) { session { accessToken accessTokenExpiresAt refreshToken } userErrors { message } } }';
const renewal = 'mutation RefreshSession($refreshToken: String!) { refreshSession(input: { refreshToken: $refreshToken }) { session { accessToken accessTokenExpiresAt refreshToken } userErrors { message } } }';

let session = null;
let onChange = () => {};
export const accessToken = () => session?.accessToken ?? null;

async function ask(query, variables) {
  const response = await fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await response.json();
  const payload = data && (data.login ?? data.refreshSession);
  if (!payload?.session) throw new Error(payload?.userErrors?.[0]?.message ?? errors?.[0]?.message ?? 'no answer');
  return payload.session;
}

/** Session storage lives as long as the tab: a reload keeps the sign-in, another tab or a closed browser does not have it. */
const storageKey = 'sysops-squad-session';

function use(next, email) {
  session = { ...next, email };
  sessionStorage.setItem(storageKey, JSON.stringify(session));
  const left = Date.parse(next.accessTokenExpiresAt) - Date.now();
  setTimeout(renew, Math.max(1_000, left - 30_000));
  onChange();
}

function forget() {
  session = null;
  sessionStorage.removeItem(storageKey);
}

const renew = () => ask(renewal, { refreshToken: session.refreshToken }).then((next) => use(next, session.email), forget);

/** After a reload: the session of before, renewed where its access token has nearly ended. */
async function restore(output) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(storageKey));
    if (!kept) return;
    session = kept;
    const isFresh = Date.parse(kept.accessTokenExpiresAt) - Date.now() > 35_000;
    if (isFresh) use(kept, kept.email);
    else await renew();
    if (session) output.textContent = `signed in as ${session.email}`;
  } catch {
    forget();
  }
}

const demoSessions = new Map();

/** The token of a demo account for one operation, without signing in the page; null where there are none. */
export async function demoToken(email) {
  if (!settings.accounts) return null;
  const known = demoSessions.get(email);
  if (known && Date.parse(known.accessTokenExpiresAt) - Date.now() > 10_000) return known.accessToken;
  const fresh = await ask(login, { email, password: settings.password });
  demoSessions.set(email, fresh);
  return fresh.accessToken;
}

/** Calls back whenever the caller has signed in; resolves when the session of before a reload is restored. */
export async function startSignIn(callback) {
  onChange = callback;
  const form = document.getElementById('sign-in');
  const output = form.querySelector('output');
  if (settings.accounts) offerDemoAccounts(form);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    output.textContent = '…';
    try {
      use(await ask(login, { email: form.email.value, password: form.password.value }), form.email.value);
      output.textContent = `signed in as ${form.email.value}`;
    } catch (error) {
      output.textContent = error.message;
    }
  });
  await restore(output);
}

function offerDemoAccounts(form) {
  document.getElementById('accounts').append(...settings.accounts.map((email) => Object.assign(document.createElement('option'), { value: email })));
  form.email.value = settings.accounts[0];
  form.password.value = settings.password;
  const note = document.getElementById('accounts-note');
  note.textContent = `Demo accounts: ${settings.accounts.join(', ')}; password ${settings.password}`;
  note.hidden = false;
}
