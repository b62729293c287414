import { userError } from '@sysops-squad/chassis/userError';
import { invite } from '../monolith/surveys.ts';
import { refused, unlessRefused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';

type Input = { idempotencyKey: string; customerId: string; ticketNumber: string };
const fields = { idempotency_key: 'idempotencyKey', customer_id: 'customerId', subject: 'ticketNumber' };

export const inviteToSurvey = ({ rest }: WritingParts) => async (_: Request, input: Input) => {
  if (!/^[\w-]{1,50}$/.test(input.ticketNumber)) return refused(userError('INVALID_INPUT', 'ticketNumber must look like SYS-100001.', 'ticketNumber'));
  return unlessRefused(() => invite(rest, input), { fields });
};
