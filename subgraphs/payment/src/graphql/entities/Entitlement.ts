import type { EntitlementAnswer } from '../../queries/readEntitlement.ts';
import { toDuration } from '../toDuration.ts';

export const Entitlement = {
  responseTarget: ({ responseTargetMinutes }: EntitlementAnswer) => (responseTargetMinutes === null ? null : toDuration(responseTargetMinutes)),
};
