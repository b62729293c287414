import { callers, restCallsDuring, runningLegacy, type Answer } from '../testing/runningLegacy.ts';

let legacy: Awaited<ReturnType<typeof runningLegacy>>;
beforeAll(async () => void (legacy = await runningLegacy()));
afterAll(() => legacy.stop());

const system = callers.system;
const calls = (query: string, variables = {}, caller = system) =>
  restCallsDuring(async () => {
    const answer: Answer = await legacy.ask(caller, query, variables);
    expect(answer.errors).toBeUndefined();
  });
const hundred = async (table: string, typename: string) => (await legacy.monolith.rows(`SELECT id FROM ${table} ORDER BY id LIMIT 100`)).map(({ id }) => ({ __typename: typename, id }));
const entities = (typename: string, fields: string) => `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${typename} { ${fields} } } }`;

describe('how often the monolith is asked', () => {
  it('twice for a page of 100 experts with everything that dispatch needs', async () => {
    const all = 'id name email phone active home { lat lng } skills { skill { id name } level verified validUntil } territories { id name kind } shifts { weekday start end } timeOff { start end }';
    expect(await calls(`{ experts(first: 100) { edges { node { ${all} } } } }`)).toHaveLength(2);
    expect(await calls(entities('Expert', all), { r: await hundred('expert_profile', 'Expert') })).toHaveLength(2);
  });

  it('twice for a page of 60 products with the skills that they need', async () => {
    const all = 'id name requiredSkills { skill { id name } level } visitMinutes';
    expect(await calls(`{ products(first: 100) { edges { node { ${all} } } } }`)).toHaveLength(2);
    expect(await calls(entities('Product', all), { r: await hundred('ticket_type', 'Product') })).toHaveLength(2);
  });

  it('a few times for 50 customers or 50 tickets with what belongs to them', async () => {
    expect((await calls(entities('Customer', 'name phone addresses { id }'), { r: await hundred('customer', 'Customer') })).length).toBe(1);
    const detail = 'number product { name requiredSkills { skill { name } level } } customer { name phone } contract { id plan { name } } expert { name skills { level } } visit { status } attention { summary }';
    expect((await calls(entities('Ticket', detail), { r: await hundred('ticket', 'Ticket') })).length).toBeLessThanOrEqual(8);
  });

  it('once for 100 skills, territories or invoices', async () => {
    const skills = Array.from({ length: 100 }, (_, n) => ({ __typename: 'Skill', id: `skl_${String((n % 40) + 1).padStart(6, '0')}` }));
    expect(await calls(entities('Skill', 'name category'), { r: skills })).toHaveLength(1);
    expect(await calls(entities('Invoice', 'number payments { id }'), { r: await hundred('billing', 'Invoice') }, callers.manager)).toHaveLength(2);
  });
});
