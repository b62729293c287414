import { aTicket, anOffer, hours, later, minutes, monday } from '../testing/builders.ts';
import { servicePolicy } from '../testing/servicePolicy.ts';
import { acceptOffer } from './acceptOffer.ts';
import { assignTicket } from './assignTicket.ts';
import { cancelTicket } from './cancelTicket.ts';
import { evolve } from './evolve.ts';
import { expireOffer } from './expireOffer.ts';
import { placeOffer } from './placeOffer.ts';
import { refuseOffer } from './refuseOffer.ts';
import { liveOffer } from './ticket.ts';

const offered = aTicket().offeredTo('exp_1').ticket;
const inTime = later(monday, minutes(9));
const tooLate = later(monday, minutes(10));

test('accepted in time, not a moment later, and only the offer that is open', () => {
  expect(acceptOffer(offered, { offerId: 'off_1' }, inTime)).toMatchObject({ facts: [{ type: 'OfferAccepted' }] });
  expect(acceptOffer(offered, { offerId: 'off_1' }, tooLate)).toMatchObject({ refused: 'OFFER_NOT_OPEN' });
  expect(acceptOffer(offered, { offerId: 'off_2' }, inTime)).toMatchObject({ refused: 'OFFER_NOT_OPEN' });
  expect(acceptOffer(aTicket().offeredTo('exp_1').cancelled().ticket, { offerId: 'off_1' }, inTime)).toMatchObject({ refused: 'OFFER_NOT_OPEN' });
});
test('accepted again: nothing more happens, also when the time has passed since', () => expect(acceptOffer(aTicket().offeredTo('exp_1').accepted().ticket, { offerId: 'off_1' }, tooLate)).toEqual({ facts: [] }));
test('refused: the visit waits for another expert', () => {
  const decision = refuseOffer(offered, { offerId: 'off_1', reason: 'TOO_FAR', note: ' ' }, inTime);
  expect(decision).toMatchObject({ facts: [{ type: 'OfferRefused', reason: 'TOO_FAR', note: null }] });
  const after = 'facts' in decision ? decision.facts.reduce(evolve, offered) : offered;
  expect(after).toMatchObject({ status: 'AWAITING_DISPATCH', expertId: null, visit: { status: 'PROPOSED', expertId: null, scheduledStart: null }, offer: { status: 'REFUSED', releasedAt: inTime } });
  expect(liveOffer(after)).toBeNull();
});
test('a note of 501 characters is refused', () => expect(refuseOffer(offered, { offerId: 'off_1', reason: 'OTHER', note: 'x'.repeat(501) }, inTime)).toMatchObject({ refused: 'INVALID_INPUT', field: 'note' }));
test('expires when its time has come, not before', () => {
  expect(expireOffer(offered, { offerId: 'off_1' }, inTime)).toMatchObject({ refused: 'OFFER_NOT_OPEN' });
  expect(expireOffer(offered, { offerId: 'off_1' }, tooLate)).toMatchObject({ facts: [{ type: 'OfferExpired' }] });
  expect(expireOffer(offered, { offerId: 'off_0' }, tooLate)).toMatchObject({ refused: 'OFFER_NOT_OPEN' });
});
test('the next expert gets the same visit; after a follow-up it is a new one', () => {
  const place = (ticket: typeof offered) => placeOffer(ticket, anOffer({ offerId: 'off_2', expertId: 'exp_2' }), monday);
  const refused = aTicket().offeredTo('exp_1').after({ type: 'OfferRefused', at: monday, offerId: 'off_1', reason: 'OTHER', note: null });
  expect(place(refused.ticket)).toMatchObject({ facts: [{ offer: { visitId: 'vis_of_off_1' } }] });
  const followUp = aTicket().offeredTo('exp_1').onSite().after({ type: 'VisitCompleted', at: monday, outcome: 'FOLLOW_UP_NEEDED', notes: null, article: null });
  const placed = place(followUp.ticket);
  expect('facts' in placed && placed.facts.reduce(evolve, followUp.ticket).visit).toMatchObject({ id: 'vis_of_off_2', ordinal: 2 });
});
test('a cancelled ticket frees the expert; late only when the expert is on the way', () => {
  const late = (ticket: typeof offered) => cancelTicket(ticket, { reason: 'x' }, monday);
  expect(late(offered)).toMatchObject({ facts: [{ late: false }] });
  expect(late(aTicket().offeredTo('exp_1').enRoute().ticket)).toMatchObject({ facts: [{ late: true }] });
  expect(liveOffer(aTicket().offeredTo('exp_1').accepted().cancelled().ticket)).toBeNull();
  expect(cancelTicket(offered, { reason: '' }, monday)).toMatchObject({ refused: 'INVALID_INPUT', field: 'reason' });
});
test('assigned by a manager: every broken rule is named on the booking, overlap is never broken', () => {
  const assign = (brokenRules: string[]) => assignTicket(offered, { ...anOffer({ offerId: 'off_2', expertId: 'exp_2', startsAt: later(monday, hours(5)) }), reason: 'I know.', managerId: 'usr_4', brokenRules }, monday, servicePolicy);
  expect(assign(['SKILL_MISSING', 'OVERLAP'])).toMatchObject({ refused: 'OVERLAP' });
  expect(assign(['SKILL_MISSING'])).toMatchObject({ facts: [{ type: 'OfferWithdrawn', offerId: 'off_1' }, { type: 'TicketAssigned', offer: { expertId: 'exp_2', overriddenRules: ['SKILL_MISSING'], overriddenBy: 'usr_4', overrideReason: 'I know.' } }] });
});
