import { userError } from '@sysops-squad/chassis/userError';
import type { UserError } from '@sysops-squad/chassis/userError';
import type { Refusal, RefusalCode } from '../domain/decision.ts';

/** The domain's refusals in the schema's words. */
export const userErrorsOf = ({ refused, message, field }: Refusal): UserError[] => [userError(codeOf(refused), message, field)];

function codeOf(refused: RefusalCode): string {
  switch (refused) {
    case 'NOT_FOUND': case 'INVALID_INPUT': case 'WRONG_STATUS': case 'TOO_EARLY': case 'OFFER_NOT_OPEN': case 'OVERLAP': case 'UNKNOWN_ADDRESS': case 'CONFLICT': case 'IDEMPOTENCY_KEY_REUSED':
    case 'TOO_MANY_OPEN_TICKETS': case 'TOO_MANY_URGENT_TICKETS': case 'TOO_MANY_TICKETS': case 'TOO_MANY_COMMENTS':
      return refused;
    case 'SKILLS_CHANGED':
      return 'INVALID_INPUT';
    default:
      return refused satisfies never;
  }
}
