import type { Context } from '../context.ts';

export const supportPlans = (_: unknown, __: unknown, { application }: Context) => application.supportPlans();
