import './telemetryOff.ts';
import { runProcess } from '@sysops-squad/chassis/process';
import { readRouterSettings } from './environment.ts';
import { startRouter } from './router.ts';

const settings = readRouterSettings();
await runProcess('router', (logger) => startRouter(settings, logger));
