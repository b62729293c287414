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

function use(next) {
  session = next;
  const left = Date.parse(next.accessTokenExpiresAt) - Date.now();
  setTimeout(() => ask(renewal, { refreshToken: session.refreshToken }).then(use, () => (session = null)), Math.max(1_000, left - 30_000));
  onChange();
}

/** Calls back whenever somebody has signed in. */
export function startSignIn(callback) {
  onChange = callback;
  const form = document.getElementById('sign-in');
  const output = form.querySelector('output');
  if (settings.accounts) offerDemoAccounts(form);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    output.textContent = '…';
    try {
      use(await ask(login, { email: form.email.value, password: form.password.value }));
      output.textContent = `signed in as ${form.email.value}`;
    } catch (error) {
      output.textContent = error.message;
    }
  });
}

function offerDemoAccounts(form) {
  document.getElementById('accounts').append(...settings.accounts.map((email) => Object.assign(document.createElement('option'), { value: email })));
  form.email.value = settings.accounts[0];
  form.password.value = settings.password;
  const note = document.getElementById('accounts-note');
  note.textContent = `Demo accounts: ${settings.accounts.join(', ')}; password ${settings.password}`;
  note.hidden = false;
}
