import { authInstance, aUser, saveUser, type AuthInstance } from './testing/authInstance.ts';

let instance: AuthInstance;
beforeAll(async () => void (instance = await authInstance()));
afterAll(() => instance.stop());

test('an account is not saved over a change that the ADMIN has not seen', async () => {
  const { id } = await aUser(instance, 'olga');
  const { user } = await saveUser(instance, { id, roles: ['OPERATIVE', 'MANAGER'], expectedVersion: 1 });
  expect(user).toMatchObject({ roles: ['OPERATIVE', 'MANAGER'] });
  const late = await saveUser(instance, { id, roles: ['OPERATIVE'], expectedVersion: 1 });
  expect(late).toMatchObject({ user: { roles: ['OPERATIVE', 'MANAGER'] }, userErrors: [{ code: 'CONFLICT', field: 'expectedVersion' }] });
});

test('of ten saves at the same moment that name one version, one is made', async () => {
  const { id } = await aUser(instance, 'otto');
  const saves = Array.from({ length: 10 }, (_, n) => saveUser(instance, { id, email: `${id}-${n}@example.org`, expectedVersion: 1 }));
  const answers = await Promise.all(saves);
  expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
});

test('the audit says what was changed from what to what, and of a password only that it was', async () => {
  const { id } = await aUser(instance, 'omar');
  await saveUser(instance, { id, roles: ['MANAGER'], active: false, password: 'a quite new long password' });
  const { rows } = await instance.sql.query(`SELECT changes FROM audit_entry WHERE target = $1 AND action = 'ACCOUNT_SAVED' ORDER BY at DESC, id DESC LIMIT 1`, [id]);
  expect(rows[0].changes).toEqual([
    { field: 'roles', from: 'OPERATIVE', to: 'MANAGER' }, { field: 'active', from: 'true', to: 'false' }, { field: 'password', from: null, to: null },
  ]);
  expect(JSON.stringify(rows)).not.toContain('quite new');
});
