import { unsupported } from './refused.ts';

/** The monolith keeps no sessions that could be ended. */
export const logout = () => () => unsupported('The old system cannot end a session: throw both tokens away; the access token runs out within 5 minutes.');
