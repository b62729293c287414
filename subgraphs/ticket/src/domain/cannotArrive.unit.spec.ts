import { aTicket, later, minutes, monday } from '../testing/builders.ts';
import { cannotArrive } from './cannotArrive.ts';
import { evolve } from './evolve.ts';

const now = later(monday, minutes(30));
const say = (reason: string, ticket = aTicket().offeredTo('exp_1').accepted().ticket) => cannotArrive(ticket, { visitId: 'vis_of_off_1', reason }, now);

test.each([['a booked visit', aTicket().offeredTo('exp_1').accepted().ticket], ['an expert on the way', aTicket().offeredTo('exp_1').enRoute().ticket]])(
  '%s: the same visit waits for somebody else, nobody is held, and this expert has said no just now',
  (_, ticket) => {
    const decision = say(' The car does not start. ', ticket);
    if ('refused' in decision) throw new Error(decision.message);
    const after = decision.facts.reduce(evolve, ticket);
    expect(after).toMatchObject({ status: 'AWAITING_DISPATCH', expertId: null, visit: { id: 'vis_of_off_1', status: 'PROPOSED', expertId: null, scheduledStart: null, acceptedAt: null, startedAt: null } });
    expect(after.offer).toMatchObject({ status: 'REFUSED', refusalReason: 'UNAVAILABLE', refusalNote: 'The car does not start.', answeredAt: now, releasedAt: now });
  },
);

test('not before there is a visit, not from the customer on, not without a reason', () => {
  for (const ticket of [aTicket().offeredTo('exp_1').ticket, aTicket().offeredTo('exp_1').onSite().ticket]) expect(say('x', ticket)).toMatchObject({ refused: 'WRONG_STATUS' });
  for (const reason of [' ', 'x'.repeat(501)]) expect(say(reason)).toMatchObject({ refused: 'INVALID_INPUT', field: 'reason' });
});
