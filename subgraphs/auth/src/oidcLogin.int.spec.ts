import { oidcProvider } from './oidc/provider.ts';
import { authInstance, aUser, type AuthInstance } from './testing/authInstance.ts';
import { auditOf } from './testing/operations.ts';
import { identityProvider, type Claims } from './testing/identityProvider.ts';

let instance: AuthInstance;
let company: Awaited<ReturnType<typeof identityProvider>>;
const people: Record<string, Claims> = {};
beforeAll(async () => {
  company = await identityProvider(people);
  instance = await authInstance({ oidc: oidcProvider(company.settings) });
});
afterAll(async () => {
  await instance.stop();
  await company.stop();
});

type Login = { session: object | null; user: { id: string; roles: string[] } | null; userErrors: { code: string }[] };
type Begun = { token: string; url: string; userErrors: { code: string }[] };
const begin = async (): Promise<Begun> => (await instance.ask<{ beginOidcLogin: Begun }>('mutation { beginOidcLogin { token url userErrors { code } } }')).data!.beginOidcLogin;
const complete = async (token: string, callbackUrl: string): Promise<Login> => {
  const document = 'mutation ($input: CompleteOidcLoginInput!) { completeOidcLogin(input: $input) { session { refreshToken } user { id roles } userErrors { code } } }';
  return (await instance.ask<{ completeOidcLogin: Login }>(document, { input: { token, callbackUrl } })).data!.completeOidcLogin;
};
const signIn = async (subject: string, claims: Claims): Promise<Login> => {
  people[subject] = claims;
  const { token, url } = await begin();
  return complete(token, await company.signIn(url, subject));
};

it('opens the account of staff that has the verified address, with its own roles', async () => {
  const { id, email } = await aUser(instance, 'mara', { roles: ['MANAGER'] });
  const { user, session } = await signIn('mara', { email: 'Mara@example.org', email_verified: true });
  expect([user, session !== null]).toEqual([{ id, roles: ['MANAGER'] }, true]);
  const { rows } = await instance.sql.query<{ id: string }>('SELECT id FROM session WHERE account_id = $1', [id]);
  expect(await auditOf(instance, rows[0]!.id)).toEqual(['SIGNED_IN']);
  expect((await signIn('another-person', { email, email_verified: true })).userErrors[0]!.code).toBe('NO_ACCOUNT');
  expect((await signIn('mara', { email, email_verified: true })).session).not.toBeNull();
});

it.each([
  ['an address that the provider has not verified', 'nina', ['OPERATIVE'], { email: 'nina@example.org', email_verified: false }],
  ['no address', 'nora', ['OPERATIVE'], {}],
  ['a customer', 'olga', ['CUSTOMER'], { email: 'olga@example.org', email_verified: true }],
  ['a person without an account', null, [], { email: 'stranger@example.org', email_verified: true, roles: ['ADMIN'] }],
])('opens nothing for %s, and makes nothing', async (_, name, roles, claims) => {
  if (name) await aUser(instance, name, { roles });
  const count = async () => (await instance.sql.query<{ n: number }>('SELECT count(*)::int AS n FROM account')).rows[0]!.n;
  const before = await count();
  const answer = await signIn(`subject-${name}`, claims);
  expect([answer.session, answer.userErrors[0]!.code, await count()]).toEqual([null, 'NO_ACCOUNT', before]);
});

it('takes a return once, from the client that began, unchanged', async () => {
  await aUser(instance, 'petra', { roles: ['OPERATIVE'] });
  people['petra'] = { email: 'petra@example.org', email_verified: true };
  const [mine, other] = [await begin(), await begin()];
  const returned = await company.signIn(mine.url, 'petra');
  const spoilt = returned.replace(/state=[^&]+/, 'state=another');
  expect((await complete(other.token, returned)).userErrors[0]!.code).toBe('INVALID_SIGN_IN');
  const third = await begin();
  expect((await complete(third.token, spoilt)).userErrors[0]!.code).toBe('INVALID_SIGN_IN');
  expect((await complete(mine.token, returned)).session).not.toBeNull();
  expect((await complete(mine.token, returned)).userErrors[0]!.code).toBe('INVALID_SIGN_IN');
});

it('says so where there is no provider, or it is away', async () => {
  const away = await authInstance({ oidc: oidcProvider({ ...company.settings, issuer: 'http://127.0.0.1:9' }) });
  const none = await authInstance();
  for (const one of [away, none]) {
    const { data } = await one.ask<{ beginOidcLogin: Begun }>('mutation { beginOidcLogin { token url userErrors { code } } }');
    expect(data!.beginOidcLogin).toEqual({ token: null, url: null, userErrors: [{ code: 'NOT_AVAILABLE' }] });
    await one.stop();
  }
});
