const everyDay = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'].map((weekday) => ({ weekday, start: '00:00', end: '24:00' }));

export type WorldExpert = ReturnType<typeof anExpertNode>;

/** Works round the clock, so that no test depends on the hour. */
export const anExpertNode = (id: string, more: { lat?: number; skills?: string[]; territory?: string; active?: boolean } = {}) => ({
  id, name: `Expert ${id}`, email: `${id}@sysops.example`, phone: '+491701', active: more.active ?? true,
  home: { lat: more.lat ?? 52.52, lng: 13.405 },
  timeZone: 'UTC',
  skills: (more.skills ?? ['skl_1']).map((skill) => ({ skill: { id: skill }, level: 3, verified: true, validUntil: null as string | null })),
  territories: [{ kind: 'PRIMARY', territory: { id: more.territory ?? 'ter_1' } }],
  shifts: everyDay,
  timeOff: [] as { id: string; start: string; end: string; status: string }[],
});

/** Null stands for a remark that cannot be read. */
const needs = (id: string): { skill: { id: string }; level: number }[] | null => [{ skill: { id }, level: 2 }];

/** Behind the graph of a test: two territories, two products, one customer who is covered for the first. */
export function aWorld(experts = [anExpertNode('exp_1'), anExpertNode('exp_2', { lat: 52.6 })]) {
  return {
    experts,
    territories: [
      { id: 'ter_1', name: 'Berlin', center: { lat: 52.52, lng: 13.405 }, postcodePrefixes: ['10', '12'] },
      { id: 'ter_2', name: 'Hamburg', center: { lat: 53.55, lng: 9.99 }, postcodePrefixes: ['20'] },
    ],
    products: [
      { id: 'prd_1', name: 'Aurora TV', category: 'TV', visitMinutes: 60, active: true, requiredSkills: needs('skl_1') },
      { id: 'prd_2', name: 'Boreal Fridge', category: 'Fridge', visitMinutes: 90, active: true, requiredSkills: needs('skl_2') },
    ],
    contracts: new Map([['cus_1 prd_1', 'con_1'], ['cus_1 prd_2', 'con_1']]),
    customers: new Map([['cus_1', {
      id: 'cus_1', email: 'ada@example.com', phone: '+4930123', registered: true, emailVerifiedAt: '2026-01-01T00:00:00.000Z' as string | null, phoneVerifiedAt: '2026-01-01T00:00:00.000Z' as string | null,
      addresses: [{ id: 'adr_1', line1: 'Torstrasse 1', postcode: '10115' }, { id: 'adr_far', line1: 'Am Ende', postcode: '99999' }],
      notificationPreferences: { channel: 'EMAIL', quietHours: null as { start: string; end: string; timeZone: string } | null },
    }], ['cus_2', {
      id: 'cus_2', email: 'ben@example.com', phone: '+4930124', registered: true, emailVerifiedAt: null, phoneVerifiedAt: null,
      addresses: [{ id: 'adr_2', line1: 'Torstrasse 2', postcode: '10115' }],
      notificationPreferences: { channel: 'EMAIL', quietHours: null },
    }]]),
    /** Of every plan. */
    responseTarget: 'PT24H',
    answered: [] as { ticketNumber: string; rating: number | null }[],
    sent: [] as Record<string, unknown>[],
    invited: [] as Record<string, unknown>[],
    published: [] as Record<string, unknown>[],
  };
}
export type World = ReturnType<typeof aWorld>;
