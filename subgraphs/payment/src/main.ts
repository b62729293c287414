import { runProcess } from '@sysops-squad/chassis/process';
import { readPaymentEnvironment } from './environment.ts';
import { startPayment } from './process.ts';

const environment = readPaymentEnvironment();
await runProcess('payment', (logger) => startPayment(environment, logger));
