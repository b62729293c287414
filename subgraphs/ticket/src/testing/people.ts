import { callerWith } from '@sysops-squad/chassis/testing/identity';
import { anonymous } from '@sysops-squad/chassis/caller';

export const nobody = anonymous;
export const customer = (id = 'cus_1') => callerWith('CUSTOMER', { id: `usr_of_${id}`, customerId: id });
export const expert = (id = 'exp_1') => callerWith('EXPERT', { id: `usr_of_${id}`, expertId: id });
export const operative = callerWith('OPERATIVE');
export const manager = callerWith('MANAGER');
export const admin = callerWith('ADMIN');
export const service = callerWith('SYSTEM', { id: 'customer' });
