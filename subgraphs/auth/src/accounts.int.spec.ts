import { anonymous, type Role } from '@sysops-squad/chassis/caller';
import { callerWith } from '@sysops-squad/chassis/testing/identity';
import { auditOf, logIn } from './testing/operations.ts';
import { authInstance, aUser, callerOf, goodPassword, saveUser, type AuthInstance } from './testing/authInstance.ts';

const system = callerWith('SYSTEM', { id: 'customer' });
type AccountAnswer = { user: { id: string; active: boolean } | null; userErrors: { code: string; field: string | null }[] };

let instance: AuthInstance;
beforeAll(async () => {
  instance = await authInstance();
});
afterAll(() => instance.stop());

const provision = async (input: object = {}) => {
  const all = { accountId: 'usr_new', email: 'new@example.org', password: 'ein apfelbaum', customerId: 'cus_new', ...input };
  const document = 'mutation ($input: ProvisionAccountInput!) { answer: provisionAccount(input: $input) { user { id active } userErrors { code field } } }';
  return (await instance.ask<{ answer: AccountAnswer }>(document, { input: all }, system)).data!.answer;
};
const settle = async (how: 'activate' | 'abandon', accountId: string) => {
  const document = `mutation ($accountId: ID!) { answer: ${how}Account(input: { accountId: $accountId }) { user { id active } userErrors { code field } } }`;
  return (await instance.ask<{ answer: AccountAnswer }>(document, { accountId }, system)).data!.answer;
};

describe('a registration of two halves', () => {
  it('can sign in after the second half only; both may be repeated', async () => {
    expect(await provision()).toEqual({ user: { id: 'usr_new', active: false }, userErrors: [] });
    expect(await provision({ password: 'another one' })).toEqual({ user: { id: 'usr_new', active: false }, userErrors: [] });
    expect((await logIn(instance, 'new@example.org', 'ein apfelbaum')).session).toBeNull();
    expect((await saveUser(instance, { id: 'usr_new', active: true })).userErrors[0]!.code).toBe('NOT_FOUND');
    for (let n = 0; n < 2; n += 1) expect(await settle('activate', 'usr_new')).toEqual({ user: { id: 'usr_new', active: true }, userErrors: [] });
    expect((await logIn(instance, 'new@example.org', 'ein apfelbaum')).user).toEqual({ id: 'usr_new', email: 'new@example.org', roles: ['CUSTOMER'] });
    expect(await settle('abandon', 'usr_new')).toMatchObject({ user: { active: true }, userErrors: [{ code: 'ALREADY_ACTIVE' }] });
    expect((await auditOf(instance, 'usr_new')).sort()).toEqual(['ACCOUNT_ACTIVATED', 'ACCOUNT_PROVISIONED', 'SIGN_IN_REFUSED']);
  });

  it('can be taken back, and then never finished', async () => {
    const mine = { accountId: 'usr_back', email: 'back@example.org', customerId: 'cus_back' };
    await provision(mine);
    for (let n = 0; n < 2; n += 1) expect(await settle('abandon', 'usr_back')).toEqual({ user: null, userErrors: [] });
    expect((await settle('activate', 'usr_back')).userErrors[0]!.code).toBe('NOT_FOUND');
    expect((await provision(mine)).userErrors[0]!.code).toBe('ABANDONED');
    expect((await provision({ ...mine, accountId: 'usr_again' })).user?.id).toBe('usr_again');
  });

  it('can be taken back before its first half arrives', async () => {
    await settle('abandon', 'usr_late');
    expect((await provision({ accountId: 'usr_late', email: 'late@example.org', customerId: 'cus_late' })).userErrors[0]!.code).toBe('ABANDONED');
  });

  it('gives one account to 20 simultaneous first halves', async () => {
    const mine = { accountId: 'usr_race', email: 'race@example.org', customerId: 'cus_race' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => provision(mine)));
    expect(new Set(answers.map(({ user }) => user?.id))).toEqual(new Set(['usr_race']));
  });

  it.each([
    [{ email: 'nonsense' }, 'INVALID_EMAIL'],
    [{ password: '1234567' }, 'WEAK_PASSWORD'],
    [{ accountId: 'other_1' }, 'INVALID_INPUT'],
    [{ customerId: 'cus_new' }, 'ALREADY_LINKED'],
  ])('refuses %j with %s', async (input, code) => {
    const fresh = { accountId: `usr_${code}`, email: `${code.toLowerCase()}@example.org`, customerId: `cus_${code}` };
    expect((await provision({ ...fresh, ...input })).userErrors.map((error) => error.code)).toEqual([code]);
  });
});

describe('saving users', () => {
  it('makes and changes accounts', async () => {
    const { id } = await aUser(instance, 'olga');
    expect((await saveUser(instance, { id, roles: ['MANAGER', 'OPERATIVE'], email: 'Olga@Example.com' })).user).toEqual({
      id, email: 'olga@example.com', roles: ['MANAGER', 'OPERATIVE'], active: true,
    });
    expect((await saveUser(instance, { id, active: false })).user).toMatchObject({ active: false });
    expect(await auditOf(instance, id)).toEqual(['ACCOUNT_SAVED', 'ACCOUNT_SAVED', 'ACCOUNT_SAVED']);
  });

  it.each([
    [{ id: 'usr_none', active: false }, 'NOT_FOUND'],
    [{ email: 'olga@example.com', password: goodPassword, roles: ['EXPERT'] }, 'EMAIL_TAKEN'],
    [{ email: 'x@example.org', password: goodPassword, roles: ['SYSTEM'] }, 'INVALID_ROLES'],
  ])('refuses %j with %s', async (input, code) => expect((await saveUser(instance, input)).userErrors[0]!.code).toBe(code));
});

describe('reading', () => {
  const usersDocument = 'query ($search: String, $role: Role, $first: Int = 100, $after: String) { users(search: $search, role: $role, first: $first, after: $after) { edges { node { id email } } pageInfo { hasNextPage endCursor } } }';
  type Users = { users: { edges: { node: { id: string; email: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
  const ask = async (variables: object) => (await instance.ask<Users>(usersDocument, variables, instance.admin)).data!.users;

  it('pages through users, newest first, without the unfinished', async () => {
    for (const name of ['list-a', 'list-b', 'list_c']) await aUser(instance, name, { roles: ['EXPERT'] });
    const all = (await ask({})).edges.map(({ node }) => node.email);
    expect(all.slice(0, 3)).toEqual(['list_c@example.org', 'list-b@example.org', 'list-a@example.org']);
    expect(all).not.toContain('race@example.org');
    const first = await ask({ first: 2, role: 'EXPERT' });
    const second = await ask({ first: 2, role: 'EXPERT', after: first.pageInfo.endCursor });
    expect([first.edges.length, first.pageInfo.hasNextPage, second.edges.map(({ node }) => node.email)]).toEqual([2, true, ['list-a@example.org']]);
  });

  it('takes a search word by word: no wildcards', async () => {
    expect((await ask({ search: 'LIST_' })).edges.map(({ node }) => node.email)).toEqual(['list_c@example.org']);
    expect((await ask({ search: '%' })).edges).toEqual([]);
  });

  it('shows me, and UNAUTHENTICATED without an account', async () => {
    const { id } = await aUser(instance, 'mia');
    const signedIn = await callerOf(instance.sql, id);
    const me = (caller = signedIn) => instance.ask<{ me: object }>('query Me { me { id email roles active createdAt } }', {}, caller);
    expect((await me()).data!.me).toMatchObject({ id, email: 'mia@example.org', roles: ['OPERATIVE'], active: true });
    expect((await me(anonymous)).errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
    await saveUser(instance, { id, active: false });
    expect((await me()).errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('pages through the audit log', async () => {
    const document = 'query AuditLog($first: Int = 20, $after: String) { auditLog(first: $first, after: $after) { edges { node { id at actor { kind id } action target } } pageInfo { hasNextPage endCursor } } }';
    type Log = { auditLog: { edges: { node: { id: string; action: string; actor: object } }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { auditLog }: Log = (await instance.ask<Log>(document, { first: 7, after }, instance.admin)).data!;
      seen.push(...auditLog.edges.map(({ node }) => node.id));
      ({ endCursor: after, hasNextPage: more } = auditLog.pageInfo);
    }
    const { rows } = await instance.sql.query<{ id: string }>('SELECT id FROM audit_entry ORDER BY at DESC, id DESC');
    expect(seen).toEqual(rows.map(({ id }) => id));
    const [newest] = (await instance.ask<Log>(document, { first: 1 }, instance.admin)).data!.auditLog.edges;
    expect(newest!.node).toMatchObject({ action: 'ACCOUNT_SAVED', actor: { kind: 'ADMIN', id: 'usr_admin' } });
  });

  it('resolves a user for the account itself and ADMIN only, with one statement', async () => {
    const [{ id }, other] = [await aUser(instance, 'nora'), await aUser(instance, 'nele')];
    const entities = async (caller = instance.admin) => {
      const representations = [id, other.id, 'usr_none'].map((key) => ({ __typename: 'User', id: key }));
      const document = 'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { id email } } }';
      return (await instance.ask<{ _entities: ({ id: string } | null)[] }>(document, { representations }, caller)).data!._entities.map((user) => user?.id ?? null);
    };
    expect(await entities()).toEqual([id, other.id, null]);
    expect(await entities(await callerOf(instance.sql, id))).toEqual([id, null, null]);
    expect(await entities(anonymous)).toEqual([null, null, null]);
  });
});

describe('wrong roles', () => {
  const everybody: Role[] = ['CUSTOMER', 'OPERATIVE', 'EXPERT', 'MANAGER', 'ADMIN', 'SYSTEM'];
  const operations: [string, Role][] = [
    ['{ users { edges { node { id } } } }', 'ADMIN'],
    ['{ auditLog { edges { node { id } } } }', 'ADMIN'],
    ['mutation { saveUser(input: {}) { userErrors { code } } }', 'ADMIN'],
    ['mutation { provisionAccount(input: { accountId: "usr_x", email: "x@example.org", password: "ein apfelbaum", customerId: "cus_x" }) { userErrors { code } } }', 'SYSTEM'],
    ['mutation { activateAccount(input: { accountId: "usr_x" }) { userErrors { code } } }', 'SYSTEM'],
    ['mutation { abandonAccount(input: { accountId: "usr_x" }) { userErrors { code } } }', 'SYSTEM'],
  ];

  it.each(operations)('%s is for one role only', async (query, allowed) => {
    const codes = await Promise.all(everybody.filter((role) => role !== allowed).map(async (role) => (await instance.ask(query, {}, callerWith(role))).errors?.[0]!.extensions.code));
    expect(codes).toEqual(Array(5).fill('FORBIDDEN'));
    expect((await instance.ask(query)).errors?.[0]!.extensions.code).toBe('UNAUTHENTICATED');
    expect((await instance.sql.query(`SELECT 1 FROM account WHERE id = 'usr_x'`)).rowCount).toBe(0);
  });

  it('logout needs somebody signed in', async () => {
    expect((await instance.ask('mutation { logout { userErrors { code } } }')).errors?.[0]!.extensions.code).toBe('UNAUTHENTICATED');
  });
});
