import type { OwnSession } from '../../queries/sessions.ts';
import type { Context } from '../context.ts';

export const sessions = async (_: unknown, __: unknown, { application, caller }: Context): Promise<OwnSession[]> => application.sessions(caller);
