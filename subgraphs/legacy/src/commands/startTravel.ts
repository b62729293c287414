import { moveVisit } from './moveVisit.ts';
import type { Request, WritingParts } from './request.ts';

export const startTravel = (parts: WritingParts) => async (request: Request, { visitId }: { visitId: string }) => moveVisit(parts, request, visitId, { step: 'start' });
