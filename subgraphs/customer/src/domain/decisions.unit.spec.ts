import { anonymous } from '@sysops-squad/chassis/caller';
import { callerWith } from '@sysops-squad/chassis/testing/identity';
import { readEmail, readPhone } from './contactRules.ts';
import type { Customer } from './customer.ts';
import { planImport, type ImportRow } from './importCustomers.ts';
import { readPostal } from './postal.ts';
import { decidePreferences, type PreferencesInput } from './preferences.ts';
import { decideProfile } from './profile.ts';
import { readRegistration, requestText } from './registration.ts';
import { sightOf } from './sight.ts';

const customer: Customer = {
  id: 'cus_1', name: 'Anna', email: 'anna@example.org', phone: null, accountId: 'usr_1', emailVerifiedAt: new Date(0), phoneVerifiedAt: null, createdAt: new Date(0),
  notificationPreferences: { channel: 'EMAIL', quietHours: { start: '22:00', end: '07:00', timeZone: 'Europe/Berlin' } },
};
const fields = (reading: object) => ('refused' in reading ? (reading.refused as { code: string; field: string }[]).map(({ code, field }) => `${code} ${field}`) : []);

describe('sight', () => {
  it.each([
    [anonymous, 'NONE'],
    [callerWith('CUSTOMER', { customerId: 'cus_1' }), 'WHOLE'],
    [callerWith('CUSTOMER', { customerId: 'cus_2' }), 'NONE'],
    [callerWith('CUSTOMER'), 'NONE'],
    [callerWith('EXPERT', { expertId: 'exp_1' }), 'CONTACT'],
    [callerWith('EXPERT'), 'NONE'],
    [callerWith('EXPERT', { customerId: 'cus_1', expertId: 'exp_1' }), 'CONTACT'],
    [callerWith('OPERATIVE'), 'WHOLE'],
    [callerWith('MANAGER'), 'WHOLE'],
    [callerWith('ADMIN'), 'WHOLE'],
    [callerWith('SYSTEM'), 'WHOLE'],
  ])('of $roles is $1', (caller, sight) => expect(sightOf(caller, 'cus_1')).toBe(sight));
});

describe('reading contact data', () => {
  it.each([
    ['+49 (30) 123-456', '+4930123456'],
    ['030/123456', '+4930123456'],
    ['', null],
    [undefined, null],
  ])('takes phone %j for %j', (text, value) => expect(readPhone(text, 'phone')).toEqual({ value }));
  it.each(['1234', 'call me', '1'.repeat(21), '+'])('refuses phone %j', (text) => expect(fields(readPhone(text, 'phone'))).toEqual(['INVALID_INPUT phone']));
  it('takes e-mail in small letters', () => expect(readEmail(' Anna@Example.ORG', 'email')).toEqual({ value: 'anna@example.org' }));
  it.each(['anna', 'anna@', 'a b@example.org', '@example.org'])('refuses e-mail %j', (text) => expect(fields(readEmail(text, 'email'))).toEqual(['INVALID_EMAIL email']));
});

describe('an address', () => {
  const good = { line1: ' Hauptstr. 1 ', city: 'Berlin', postcode: '10115' };
  it('is in Germany unless it says otherwise', () => expect(readPostal(good)).toEqual({ value: { ...good, line1: 'Hauptstr. 1', line2: null, country: 'DE' } }));
  it.each([
    [{ postcode: '1011' }, 'address.postcode'],
    [{ line1: ' ' }, 'address.line1'],
    [{ city: 'x'.repeat(101) }, 'address.city'],
    [{ country: 'Germany' }, 'address.country'],
    [{ line2: 'x'.repeat(201) }, 'address.line2'],
  ])('with %j is refused at %s', (change, field) => expect(fields(readPostal({ ...good, ...change }, 'address.'))).toContain(`INVALID_INPUT ${field}`));
  it('has other postcodes elsewhere', () => expect(readPostal({ ...good, postcode: 'EC1A 1BB', country: 'gb' })).toMatchObject({ value: { country: 'GB' } }));
});

describe('a registration', () => {
  const input = { name: 'Anna', email: 'anna@example.org', password: 'ein apfelbaum', address: { line1: 'a', city: 'b', postcode: '10115' }, idempotencyKey: '12345678' };
  const text = (change: object) => {
    const reading = readRegistration({ ...input, ...change });
    return 'value' in reading ? requestText(reading.value, input.password) : '';
  };
  it('says everything that is wrong at once', () =>
    expect(fields(readRegistration({ ...input, name: '', email: 'x', password: 'short', idempotencyKey: 'k', phone: 'x', notificationChannel: 'SMS' }))).toEqual([
      'INVALID_INPUT name', 'INVALID_EMAIL email', 'INVALID_INPUT phone', 'WEAK_PASSWORD password', 'INVALID_INPUT idempotencyKey',
    ]));
  it.each([
    ['eight code units of six characters', 'Ann\u{E0041}\u{E0042}a'],
    ['26 characters of 104 code units', '👨‍👩‍👧'.repeat(13)],
  ])('has a key that the database takes: not %s', (_what, idempotencyKey) =>
    expect(fields(readRegistration({ ...input, idempotencyKey }))).toEqual(['INVALID_INPUT idempotencyKey']));
  it('by SMS needs a phone', () => expect(fields(readRegistration({ ...input, notificationChannel: 'SMS' }))).toEqual(['INVALID_INPUT phone']));
  it('is the same request whatever its spelling', () => expect(text({ email: 'ANNA@example.org', name: ' Anna', notificationChannel: 'EMAIL' })).toBe(text({})));
  it.each([{ name: 'Ann' }, { phone: '12345' }, { address: { ...input.address, line2: 'c' } }])('is another request with %j', (change) => expect(text(change)).not.toBe(text({})));
  it('keeps no password in what is stored', () => expect(JSON.stringify(readRegistration(input))).not.toMatch(/apfelbaum|password/));
});

describe('notification preferences', () => {
  const decide = (input: PreferencesInput) => decidePreferences(input, customer);
  const quiet = { start: '23:00', end: '06:30', timeZone: 'America/New_York' };
  it('keep what is absent', () => expect(decide({})).toEqual({ value: customer.notificationPreferences }));
  it('lose quiet hours by null', () => expect(decide({ quietHours: null })).toEqual({ value: { channel: 'EMAIL', quietHours: null } }));
  it('take new ones', () => expect(decide({ quietHours: quiet })).toEqual({ value: { channel: 'EMAIL', quietHours: quiet } }));
  it.each([
    [{ channel: 'SMS' as const }, 'channel'],
    [{ quietHours: { ...quiet, start: '24:00' } }, 'quietHours.start'],
    [{ quietHours: { ...quiet, end: '6:30' } }, 'quietHours.end'],
    [{ quietHours: { ...quiet, end: quiet.start } }, 'quietHours.end'],
    [{ quietHours: { ...quiet, timeZone: 'Berlin' } }, 'quietHours.timeZone'],
    [{ quietHours: { ...quiet, timeZone: '+01:00' } }, 'quietHours.timeZone'],
  ])('refuse %j', (input, field) => expect(fields(decide(input))).toEqual([`INVALID_INPUT ${field}`]));
});

describe('a profile', () => {
  it('keeps what is absent', () => expect(decideProfile({ phone: '0301234' }, customer)).toEqual({ value: { name: 'Anna', phone: '+49301234' } }));
  it('keeps a phone number rather than none', () => expect(fields(decideProfile({ phone: ' ' }, customer))).toEqual(['INVALID_INPUT phone']));
});

describe('an import', () => {
  const row = (externalId: string, email: string, more: Partial<ImportRow> = {}): ImportRow => ({ externalId, name: 'N', email, ...more });
  const plan = (rows: ImportRow[], known = {}) => {
    let next = 0;
    return planImport(rows, { byExternalId: new Map(), byEmail: new Map(), ...known }, () => `cus_new${(next += 1)}`);
  };
  it('makes one customer of rows with one e-mail or one name', () => {
    const { results, customers, links } = plan([row('1', 'a@example.org'), row('2', 'A@example.org'), row('1', 'b@example.org'), row('3', 'c@example.org')]);
    expect(results.map(({ outcome, customerId }) => `${outcome} ${customerId}`)).toEqual(['CREATED cus_new1', 'EXISTED cus_new1', 'EXISTED cus_new1', 'CREATED cus_new2']);
    expect([customers.length, links.length]).toEqual([2, 3]);
  });
  it('changes nothing when repeated', () => {
    const known = { byExternalId: new Map([['1', 'cus_1']]), byEmail: new Map([['a@example.org', 'cus_1']]) };
    expect(plan([row('1', 'a@example.org')], known)).toMatchObject({ results: [{ outcome: 'EXISTED', customerId: 'cus_1' }], customers: [], links: [] });
  });
  it('refuses a bad row and goes on', () => {
    expect(plan([row('1', 'nonsense', { phone: 'x' }), row('2', 'b@example.org')]).results).toMatchObject([{ outcome: 'REFUSED', customerId: null, reason: expect.stringContaining('e-mail') }, { outcome: 'CREATED' }]);
  });
});
