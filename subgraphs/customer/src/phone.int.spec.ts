import { callerWith } from '@sysops-squad/chassis/testing/identity';
import { aCustomer, customerInstance, type CustomerInstance } from './testing/customerInstance.ts';

let time = new Date('2026-12-01T12:00:00Z');
let instance: CustomerInstance;
beforeAll(async () => {
  instance = await customerInstance({ now: () => time });
});
beforeEach(() => void later(2 * 86_400));
afterAll(() => instance.stop());

const later = (seconds: number) => (time = new Date(time.getTime() + seconds * 1_000));
let phones = 1_000_000;
const someone = (name: string, phone = `+4930${(phones += 1)}`) => aCustomer(instance, name, { phone });
const as = (customerId: string, clientAddress = '198.51.100.7') => ({ ...callerWith('CUSTOMER', { customerId, id: `usr_of_${customerId}` }), clientAddress });
type Answered = { answer: { userErrors: { code: string }[]; customer?: { phoneVerifiedAt: string | null } | null } };
const codes = async (answered: Promise<{ data?: Answered | null; errors?: object[] }>) => {
  const { data, errors } = await answered;
  if (!data) throw new Error(JSON.stringify(errors));
  return data.answer.userErrors[0]?.code ?? 'DONE';
};
const request = (id: string, address?: string) => codes(instance.ask<Answered>('mutation { answer: requestPhoneCode { expiresAt userErrors { code } } }', {}, as(id, address)));
const prove = (id: string, code: string) => codes(instance.ask<Answered>('mutation ($input: ConfirmPhoneInput!) { answer: confirmPhone(input: $input) { customer { phoneVerifiedAt } userErrors { code } } }', { input: { code } }, as(id)));
const change = (id: string, phone: string) => codes(instance.ask<Answered>('mutation ($input: UpdateProfileInput!) { answer: updateProfile(input: $input) { customer { phoneVerifiedAt } userErrors { code } } }', { input: { phone } }, as(id)));
const proven = async (id: string) => (await instance.sql.query<{ at: Date | null }>('SELECT phone_verified_at AS at FROM customer WHERE id = $1', [id])).rows[0]!.at !== null;
/** The code that was sent: the hash says which of a million it is, at the cost of tests. */
async function sent(id: string): Promise<string> {
  const { rows: [row] } = await instance.sql.query<{ body: string | null }>(
    `SELECT body FROM outgoing_message m JOIN customer c ON c.phone = m.recipient WHERE c.id = $1 ORDER BY m.created_at DESC, m.id DESC LIMIT 1`, [id]);
  return /^\d{6}/.exec(row!.body!)![0];
}
const other = (code: string, n = 1) => String((Number(code) + n) % 1_000_000).padStart(6, '0');

describe('a phone number', () => {
  it('is proven by the code, once', async () => {
    const id = await someone('anna');
    expect(await request(id)).toBe('DONE');
    const code = await sent(id);
    expect([await prove(id, other(code)), await proven(id)]).toEqual(['WRONG_CODE', false]);
    expect([await prove(id, ` ${code} `), await proven(id)]).toEqual(['DONE', true]);
    expect(await prove(id, code)).toBe('WRONG_CODE');
  });

  it('has to be proven again when it is another one, also with the code that was sent to the one before', async () => {
    const id = await someone('berta');
    await request(id);
    const code = await sent(id);
    await change(id, '+49 30 7654321');
    expect([await prove(id, code), await proven(id)]).toEqual(['WRONG_CODE', false]);
    later(61);
    await request(id);
    await prove(id, await sent(id));
    expect(await proven(id)).toBe(true);
    await change(id, '+49 30 7654322');
    expect(await proven(id)).toBe(false);
  });

  it('is not proven by guessing: five tries, also at the same moment, and not after ten minutes', async () => {
    const id = await someone('clara');
    await request(id);
    const code = await sent(id);
    await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((n) => prove(id, other(code, n))));
    expect([await prove(id, code), await proven(id)]).toEqual(['WRONG_CODE', false]);
    later(61);
    await request(id);
    const late = await sent(id);
    later(601);
    expect(await prove(id, late)).toBe('WRONG_CODE');
    expect(JSON.stringify((await instance.sql.query('SELECT * FROM phone_code')).rows)).not.toContain(late);
  });

  it('gets one code a minute, and five a day, whoever asks and however many at the same moment', async () => {
    const phone = '+493012399999';
    const ids = await Promise.all(['dora', 'emma'].map((name) => someone(name, phone)));
    expect((await Promise.all([...ids, ...ids].map((id, n) => request(id, `192.0.2.${n}`)))).toSorted()).toEqual(['DONE', 'TOO_MANY_CODES', 'TOO_MANY_CODES', 'TOO_MANY_CODES']);
    for (const n of [1, 2, 3, 4]) { later(61); expect(await request(ids[n % 2]!)).toBe('DONE'); }
    later(61);
    expect(await Promise.all(ids.map((id) => request(id)))).toEqual(['TOO_MANY_CODES', 'TOO_MANY_CODES']);
  });

  it('costs one customer five codes a day, and one network twenty, an IPv6 network by its /64', async () => {
    const id = await someone('frida');
    const got: string[] = [];
    for (const n of [1, 2, 3, 4, 5, 6]) {
      later(61);
      await change(id, `+49 30 20000${n}`);
      got.push(await request(id));
    }
    expect(got).toEqual([...Array<string>(5).fill('DONE'), 'TOO_MANY_CODES']);
    later(2 * 86_400);
    const crowd = await Promise.all(Array.from({ length: 22 }, (_, n) => someone(`crowd-${n}`)));
    const answers = await Promise.all(crowd.map((one, n) => request(one, `2001:db8:1:2::${(n + 1).toString(16)}`)));
    expect(answers.filter((answer) => answer === 'DONE')).toHaveLength(20);
  });
});
