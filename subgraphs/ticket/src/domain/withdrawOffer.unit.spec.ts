import { aTicket, monday } from '../testing/builders.ts';
import type { BrokenRule, Rule } from './dispatch/types.ts';
import type { Ticket } from './ticket.ts';
import { withdrawOffer } from './withdrawOffer.ts';

const broken = (...rules: Rule[]): BrokenRule[] => rules.map((rule) => ({ rule, detail: 'so' }));
const overriding = (ticket: Ticket, ...overriddenRules: Rule[]): Ticket => ({ ...ticket, offer: { ...ticket.offer!, overriddenRules } });
const accepted = aTicket().offeredTo('exp_1').accepted().ticket;

test.each<Rule>(['INACTIVE', 'TIME_OFF', 'OFF_SHIFT', 'SKILL_MISSING', 'SKILL_LEVEL', 'SKILL_EXPIRED'])('%s takes an offer and a booking back, and says why', (rule) => {
  for (const ticket of [aTicket().offeredTo('exp_1').ticket, accepted])
    expect(withdrawOffer(ticket, { offerId: 'off_1', broken: broken(rule) }, monday)).toMatchObject({ facts: [{ type: 'OfferWithdrawn', offerId: 'off_1', brokenRules: [rule], reason: `${rule}: so` }] });
});

test.each<Rule>(['TERRITORY', 'TRAVEL_TOO_FAR', 'DAILY_CAP', 'OUTSIDE_WINDOW', 'COOL_DOWN', 'OVERLAP'])('%s does not: it was settled when the visit was placed', (rule) => {
  expect(withdrawOffer(accepted, { offerId: 'off_1', broken: broken(rule) }, monday)).toEqual({ facts: [] });
});

test('what a manager overrode by name stays, and nothing else', () => {
  const kept = (rule: Rule, ...now: Rule[]) => withdrawOffer(overriding(accepted, rule), { offerId: 'off_1', broken: broken(...now) }, monday);
  expect(kept('TIME_OFF', 'TIME_OFF')).toEqual({ facts: [] });
  expect(kept('SKILL_MISSING', 'SKILL_MISSING', 'SKILL_LEVEL')).toMatchObject({ facts: [{ brokenRules: ['SKILL_LEVEL'] }] });
  expect(kept('SKILL_MISSING', 'SKILL_MISSING', 'TIME_OFF')).toMatchObject({ facts: [{ brokenRules: ['TIME_OFF'] }] });
});

test('who is on the way or there is not called back; an offer that is over is refused', () => {
  const command = { offerId: 'off_1', broken: broken('TIME_OFF') };
  for (const { ticket } of [aTicket().offeredTo('exp_1').enRoute(), aTicket().offeredTo('exp_1').onSite()]) expect(withdrawOffer(ticket, command, monday)).toMatchObject({ refused: 'OFFER_NOT_OPEN' });
  expect(withdrawOffer(accepted, { ...command, offerId: 'off_0' }, monday)).toMatchObject({ refused: 'OFFER_NOT_OPEN' });
});
