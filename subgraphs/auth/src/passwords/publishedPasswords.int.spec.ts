import { logIn } from '../testing/operations.ts';
import { authInstance, aUser, goodPassword, type AuthInstance } from '../testing/authInstance.ts';

let instance: AuthInstance;
beforeAll(async () => void (instance = await authInstance({}, { production: true })));
afterAll(() => instance.stop());

test('in production an account that has the published password is not opened by it, and nothing tells why', async () => {
  await aUser(instance, 'seeded', { password: 'sysops-squad-demo' });
  expect(goodPassword).toBe('sysops-squad-demo');
  const wrong = await logIn(instance, 'seeded@example.org', 'an entirely different one');
  expect(await logIn(instance, 'seeded@example.org', 'sysops-squad-demo')).toEqual(wrong);
  expect(wrong.userErrors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
  expect(instance.counts.verify).toBe(8);
});

test('other passwords open their accounts', async () => {
  await aUser(instance, 'own', { password: 'a pass phrase of one person' });
  expect((await logIn(instance, 'own@example.org', 'a pass phrase of one person')).session).not.toBeNull();
});
