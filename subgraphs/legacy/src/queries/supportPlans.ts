import { allPlans } from '../monolith/plans.ts';
import type { ReadingParts } from './request.ts';

export const supportPlans = ({ rest }: ReadingParts) => async () => allPlans(rest);
