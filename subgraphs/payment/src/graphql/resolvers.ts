import { scalars } from '@sysops-squad/chassis/scalars';
import { BillingFailure, BillingRun } from './entities/BillingRun.ts';
import { Contract } from './entities/Contract.ts';
import { Customer } from './entities/Customer.ts';
import { Entitlement } from './entities/Entitlement.ts';
import { Invoice } from './entities/Invoice.ts';
import { PaymentMethod } from './entities/PaymentMethod.ts';
import { Plan } from './entities/Plan.ts';
import { addPaymentMethod } from './Mutation/addPaymentMethod.ts';
import { cancelContract } from './Mutation/cancelContract.ts';
import { runBilling } from './Mutation/runBilling.ts';
import { subscribeToPlan } from './Mutation/subscribeToPlan.ts';
import { entitlement } from './Query/entitlement.ts';
import { financialReport } from './Query/financialReport.ts';
import { supportPlans } from './Query/supportPlans.ts';

export const resolvers = {
  ...scalars,
  Query: { supportPlans, entitlement, financialReport },
  Mutation: { addPaymentMethod, subscribeToPlan, cancelContract, runBilling },
  Customer, Plan, Contract, Entitlement, Invoice, PaymentMethod, BillingRun, BillingFailure,
};
