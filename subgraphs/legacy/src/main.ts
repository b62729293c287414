import { runProcess } from '@sysops-squad/chassis/process';
import { readEnvironment } from './environment.ts';
import { start } from './start.ts';

await runProcess('legacy', (logger) => start(readEnvironment(), logger));
