import { callers, codesOf, runningLegacy, type CallerName } from '../testing/runningLegacy.ts';

type Legacy = Awaited<ReturnType<typeof runningLegacy>>;
let legacy: Legacy;
beforeAll(async () => void (legacy = await runningLegacy()));
afterAll(() => legacy.stop());
const ask = (caller: CallerName, query: string, variables = {}) => legacy.ask(callers[caller], query, variables);

const everything = 'id name email phone active home { lat lng } skills { skill { id name category } level verified validUntil } territories { id territory { id } name kind } timeZone shifts { weekday start end } timeOff { id start end reason status }';

describe('experts', () => {
  it('are listed by id, page after page, each once', async () => {
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data } = await ask('system', 'query ($after: String) { experts(first: 100, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }', { after });
      seen.push(...data.experts.edges.map(({ node }: { node: { id: string } }) => node.id));
      ({ hasNextPage: more, endCursor: after } = data.experts.pageInfo);
    }
    const rows = await legacy.monolith.rows('SELECT id FROM expert_profile ORDER BY id');
    expect(seen).toEqual(rows.map(({ id }) => id));
  });

  it('of a territory are those who serve it first or second', async () => {
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data } = await ask('operative', 'query ($after: String) { experts(territoryId: "ter_000007", first: 7, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }', { after });
      seen.push(...data.experts.edges.map(({ node }: { node: { id: string } }) => node.id));
      ({ hasNextPage: more, endCursor: after } = data.experts.pageInfo);
    }
    const rows = await legacy.monolith.rows(`SELECT id FROM expert_profile WHERE location_id = 'ter_000007' OR 'ter_000007' = ANY (secondary_location_ids) ORDER BY id`);
    expect(rows.length).toBeGreaterThan(7);
    expect(seen).toEqual(rows.map(({ id }) => id));
  });

  it('have everything that dispatch needs', async () => {
    const { data, errors } = await ask('system', `{ expert(id: "exp_000001") { ${everything} } }`);
    expect(errors).toBeUndefined();
    expect(data.expert).toMatchObject({ id: 'exp_000001', email: 'expert@sysops.example', active: true, home: { lat: 52.52, lng: 13.405 } });
    expect(data.expert.territories).toEqual([
      { id: `${data.expert.id}.ter_000001`, territory: { id: 'ter_000001' }, name: 'Berlin', kind: 'PRIMARY' },
    ]);
    expect(data.expert.shifts).toContainEqual({ weekday: 'SUNDAY', start: '06:00', end: '22:00' });
    expect(data.expert.skills[0]).toEqual({ skill: { id: 'skl_000001', name: 'Windows repair', category: 'Computers & tablets' }, level: 3, verified: true, validUntil: null });
  });

  it('show a customer who came through a ticket their name, phone and skills, and nothing else', async () => {
    const reference = (fields: string) => `{ _entities(representations: [{ __typename: "Expert", id: "exp_000001" }]) { ... on Expert { ${fields} } } }`;
    const allowed = await ask('customer', reference('id name phone skills { skill { name } level }'));
    expect(allowed.errors).toBeUndefined();
    expect(allowed.data._entities[0].name).toEqual(expect.any(String));
    for (const field of ['email', 'home { lat }', 'shifts { start }', 'timeZone', 'timeOff { id }', 'active', 'territories { id }']) {
      const answer = await ask('customer', reference(`id ${field}`));
      expect([field, codesOf(answer)]).toEqual([field, ['FORBIDDEN']]);
    }
    expect(codesOf(await ask('nobody', reference('name')))).toEqual(['UNAUTHENTICATED']);
  });

  it('hide home, e-mail, shifts and time off from operatives and from other experts', async () => {
    const other = '{ expert(id: "exp_000002") { name email home { lat } } }';
    expect(codesOf(await ask('operative', other))).toEqual(['FORBIDDEN']);
    expect((await ask('expert', other)).data.expert).toBeNull();
    expect((await ask('expert', `{ expert(id: "exp_000001") { ${everything} } }`)).errors).toBeUndefined();
    expect((await ask('manager', `{ expert(id: "exp_000002") { ${everything} } }`)).errors).toBeUndefined();
  });

  it.each<[string, CallerName[]]>([
    ['{ experts { edges { node { id } } } }', ['customer', 'expert']],
    ['{ expert(id: "exp_000001") { id } }', ['customer']],
    ['{ skills { id } }', ['customer']],
    ['{ territories { id } }', ['customer']],
  ])('%s is refused to whom it is not for', async (query, refused) => {
    for (const caller of refused) expect(codesOf(await ask(caller, query))).toEqual(['FORBIDDEN']);
    expect(codesOf(await ask('nobody', query))).toEqual(['UNAUTHENTICATED']);
  });

  it('belong to the account of a signed-in expert', async () => {
    const reference = (id: string) => `{ _entities(representations: [{ __typename: "User", id: "${id}" }]) { ... on User { id expert { id name } } } }`;
    expect((await ask('expert', reference('usr_000003'))).data._entities[0].expert.id).toBe('exp_000001');
    expect((await ask('admin', reference('usr_000003'))).data._entities[0].expert.id).toBe('exp_000001');
    expect((await ask('customer', reference('usr_000001'))).data._entities[0].expert).toBeNull();
    expect(codesOf(await ask('customer', reference('usr_000003')))).toEqual(['FORBIDDEN']);
  });
});

describe('skills and territories', () => {
  it('are all there', async () => {
    const { data } = await ask('expert', '{ skills { id name category } territories { id name center { lat lng } postcodePrefixes } }');
    expect(data.skills).toHaveLength(40);
    expect(data.skills[6]).toEqual({ id: 'skl_000007', name: 'Tablet repair', category: 'Computers & tablets' });
    expect(data.territories).toHaveLength(12);
    expect(data.territories[0]).toEqual({ id: 'ter_000001', name: 'Berlin', center: { lat: 52.52, lng: 13.405 }, postcodePrefixes: ['10', '11', '12', '13', '14'] });
  });

  it('can be referred to from other subgraphs', async () => {
    const representations = [{ __typename: 'Skill', id: 'skl_000001' }, { __typename: 'Territory', id: 'ter_000002' }, { __typename: 'Skill', id: 'skl_unknown' }];
    const { data } = await ask('system', 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Skill { id name } ... on Territory { id name } } }', { r: representations });
    expect(data._entities).toEqual([{ id: 'skl_000001', name: 'Windows repair' }, { id: 'ter_000002', name: 'Hamburg' }, null]);
  });
});

describe('saveExpert', () => {
  const mutation = 'mutation ($input: SaveExpertInput!) { saveExpert(input: $input) { expert { id name phone active skills { skill { id } level verified } territories { territory { id } kind } timeZone shifts { weekday start end } } userErrors { code field } } }';
  const complete = {
    name: 'Nora New', email: 'nora@experts.example', home: { lat: 50.9, lng: 6.9 }, skills: [{ skillId: 'skl_000002', level: 2 }],
    territories: [{ territoryId: 'ter_000004', kind: 'PRIMARY' }, { territoryId: 'ter_000007', kind: 'SECONDARY' }], shifts: [{ weekday: 'MONDAY', start: '08:00', end: '24:00' }],
  };
  const save = async (input: object, caller: CallerName = 'admin') => ask(caller, mutation, { input });

  it('makes a new one and changes it', async () => {
    const { data } = await save(complete);
    expect(data.saveExpert.userErrors).toEqual([]);
    const { id } = data.saveExpert.expert;
    expect(data.saveExpert.expert).toEqual({
      id, name: 'Nora New', phone: null, active: true, skills: [{ skill: { id: 'skl_000002' }, level: 2, verified: true }],
      territories: [{ territory: { id: 'ter_000004' }, kind: 'PRIMARY' }, { territory: { id: 'ter_000007' }, kind: 'SECONDARY' }], timeZone: 'Europe/Berlin', shifts: [{ weekday: 'MONDAY', start: '08:00', end: '24:00' }],
    });
    const changed = await save({ id, timeZone: 'Europe/Lisbon', phone: '+4912345678', active: false, skills: [{ skillId: 'skl_000003', level: 1 }] });
    expect(changed.data.saveExpert.expert).toMatchObject({ id, name: 'Nora New', phone: '+4912345678', timeZone: 'Europe/Lisbon', active: false, skills: [{ skill: { id: 'skl_000003' }, level: 1 }] });
  });

  it.each([
    ['a new one without skills', { ...complete, skills: null }, 'INVALID_INPUT', 'skills'],
    ['two primary territories', { ...complete, territories: [{ territoryId: 'ter_000004', kind: 'PRIMARY' }, { territoryId: 'ter_000007', kind: 'PRIMARY' }] }, 'INVALID_INPUT', 'territories'],
    ['an unknown skill', { ...complete, skills: [{ skillId: 'skl_none', level: 1 }] }, 'NOT_FOUND', 'skills[0].skillId'],
    ['an unknown territory', { ...complete, territories: [{ territoryId: 'ter_none', kind: 'PRIMARY' }] }, 'NOT_FOUND', 'territories[0].territoryId'],
    ['a shift that ends before it begins', { ...complete, shifts: [{ weekday: 'MONDAY', start: '18:00', end: '08:00' }] }, 'INVALID_INPUT', 'shifts[0].end'],
    ['two shifts that overlap', { ...complete, shifts: [{ weekday: 'MONDAY', start: '08:00', end: '12:00' }, { weekday: 'MONDAY', start: '11:00', end: '15:00' }] }, 'INVALID_INPUT', 'shifts[1]'],
    ['an unknown time zone', { ...complete, timeZone: 'Europe/Atlantis' }, 'INVALID_INPUT', 'timeZone'],
    ['an offset as time zone', { ...complete, timeZone: '+01:00' }, 'INVALID_INPUT', 'timeZone'],
    ['an unknown expert', { id: 'exp_none', name: 'Nobody' }, 'NOT_FOUND', 'id'],
  ])('refuses %s', async (_, input, code, field) => {
    const before = await legacy.monolith.rows('SELECT count(*) FROM expert_profile');
    expect((await save(input)).data.saveExpert).toEqual({ expert: null, userErrors: [{ code, field }] });
    expect(await legacy.monolith.rows('SELECT count(*) FROM expert_profile')).toEqual(before);
  });

  it('is for ADMIN alone', async () => {
    for (const caller of ['customer', 'operative', 'expert', 'manager', 'system'] as const) expect(codesOf(await save({ id: 'exp_000001', active: false }, caller))).toEqual(['FORBIDDEN']);
    expect(await legacy.monolith.rows(`SELECT active FROM expert_profile WHERE id = 'exp_000001'`)).toEqual([{ active: true }]);
  });
});

describe('requestTimeOff', () => {
  const mutation = 'mutation ($input: RequestTimeOffInput!) { requestTimeOff(input: $input) { timeOff { id start end reason status } userErrors { code field } } }';
  const days = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString();

  it('is approved and stands in the roster, also of two requests at the same moment', async () => {
    const wishes = [{ start: days(20), end: days(21), reason: 'Dentist' }, { start: days(30), end: days(31), reason: 'Move' }];
    const answers = await Promise.all(wishes.map((input) => ask('expert', mutation, { input })));
    for (const { data } of answers) expect(data.requestTimeOff).toMatchObject({ timeOff: { status: 'APPROVED' }, userErrors: [] });
    const { data } = await ask('system', '{ expert(id: "exp_000001") { timeOff { id start end reason } } }');
    expect(data.expert.timeOff).toEqual(expect.arrayContaining(wishes.map((wish) => expect.objectContaining(wish))));
  });

  it('gives what is there for the same again, and refuses a part of it', async () => {
    const wish = { start: days(50), end: days(52), reason: 'Sea' };
    const [first, second] = [await ask('expert', mutation, { input: wish }), await ask('expert', mutation, { input: { ...wish, reason: 'Sea again' } })];
    expect(second.data.requestTimeOff).toEqual(first.data.requestTimeOff);
    const part = await ask('expert', mutation, { input: { start: days(51), end: days(53), reason: 'Sea' } });
    expect(part.data.requestTimeOff).toEqual({ timeOff: null, userErrors: [{ code: 'TIME_OFF_OVERLAPS', field: 'start' }] });
  });

  it('refuses what is no time off', async () => {
    const { data } = await ask('expert', mutation, { input: { start: days(3), end: days(2), reason: ' ' } });
    expect(data.requestTimeOff.userErrors).toEqual([{ code: 'INVALID_INPUT', field: 'end' }, { code: 'INVALID_INPUT', field: 'reason' }]);
  });

  it('shows in the digest of the roster, which only services see', async () => {
    const digest = async () => (await ask('system', '{ rosterDigest }')).data.rosterDigest as string;
    const before = await digest();
    expect(await digest()).toBe(before);
    await ask('expert', mutation, { input: { start: days(40), end: days(41), reason: 'Sea' } });
    expect(await digest()).not.toBe(before);
    for (const caller of ['customer', 'expert', 'manager', 'admin'] as const) expect(codesOf(await ask(caller, '{ rosterDigest }'))).toEqual(['FORBIDDEN']);
  });

  it('is for EXPERT alone', async () => {
    for (const caller of ['customer', 'operative', 'manager', 'admin', 'system'] as const)
      expect(codesOf(await ask(caller, mutation, { input: { start: days(1), end: days(2), reason: 'x' } }))).toEqual(['FORBIDDEN']);
  });
});
