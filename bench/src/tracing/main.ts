import { startTracing } from '@sysops-squad/chassis/tracing/tracing';
import { startTraceReceiver } from '@sysops-squad/chassis/testing/traceReceiver';
import { measureInTurn } from './measure.ts';
import { bare, instrumented } from './request.ts';

/**
 * What a request of a subgraph costs with the calls that would trace it (a server span, a resolver, two statements, the place to go on from),
 * without traces asked for, with, and without these calls at all. In turn and in one process: only the ratios mean something.
 */
const off = await measureInTurn({ bare, off: instrumented, again: bare });
const receiver = await startTraceReceiver();
process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = receiver.url;
const tracing = await startTracing('bench', console);
const on = await measureInTurn({ bare, on: instrumented });
await tracing.stop();
await receiver.stop();

const row = (name: string, microseconds: number, base: number): string => `${name.padEnd(28)} ${microseconds.toFixed(2).padStart(8)} µs   ${(microseconds / base).toFixed(3)}`;
console.log('CPU of one request, and how many times that of the bare one');
console.log(row('bare', off['bare']!, off['bare']!));
console.log(row('bare, once more', off['again']!, off['bare']!));
console.log(row('instrumented, nobody asked', off['off']!, off['bare']!));
console.log(row('instrumented, traced, sent', on['on']!, on['bare']!));
