import { scalars } from '@sysops-squad/chassis/scalars';
import { Address } from './entities/Address.ts';
import { Customer } from './entities/Customer.ts';
import { User } from './entities/User.ts';
import { addAddress } from './Mutation/addAddress.ts';
import { confirmPhone } from './Mutation/confirmPhone.ts';
import { requestPhoneCode } from './Mutation/requestPhoneCode.ts';
import { confirmCustomerEmail } from './Mutation/confirmCustomerEmail.ts';
import { importCustomers } from './Mutation/importCustomers.ts';
import { registerCustomer } from './Mutation/registerCustomer.ts';
import { updateNotificationPreferences } from './Mutation/updateNotificationPreferences.ts';
import { updateProfile } from './Mutation/updateProfile.ts';
import { customer } from './Query/customer.ts';
import { customers } from './Query/customers.ts';

export const resolvers = {
  DateTime: scalars.DateTime,
  Query: { customer, customers },
  Mutation: { registerCustomer, updateProfile, addAddress, updateNotificationPreferences, importCustomers, confirmCustomerEmail, requestPhoneCode, confirmPhone },
  Customer,
  Address,
  User,
};
