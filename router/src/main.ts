import './telemetryOff.ts';
import cluster from 'node:cluster';
import { runProcess } from '@sysops-squad/chassis/process';
import { readProcessCount, readRouterSettings } from './environment.ts';

const processes = cluster.isPrimary ? readProcessCount() : undefined;
if (processes === undefined) {
  const settings = readRouterSettings();
  const { startRouter } = await import('./router.ts');
  await runProcess('router', (logger) => startRouter(settings, logger));
} else {
  const { holdPort } = await import('./processes/holdPort.ts');
  await runProcess('router port', (logger) => holdPort(processes, logger));
}
