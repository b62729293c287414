import type { Context } from '../context.ts';

export const requestPhoneCode = (_: unknown, __: unknown, { application, caller }: Context) => application.requestPhoneCode(caller.customerId, caller.clientAddress);
