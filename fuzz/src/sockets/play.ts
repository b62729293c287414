import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Case } from './case.ts';

const listenForMs = 120;
const connectWithinMs = 5_000;

/**
 * Does to the process at this port what the case says. Gives back what came: a status, `nothing`, `no connection`,
 * or other bytes.
 */
export async function play({ steps, ending }: Case, port: number): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  let first = '';
  socket.on('error', () => undefined);
  socket.on('data', (data: Buffer) => {
    if (first.length < 64) first += data.toString('latin1', 0, 64);
  });
  const connected = await Promise.race([
    new Promise<boolean>((resolve) => socket.once('connect', () => resolve(true))),
    closed.then(() => false),
    wait(connectWithinMs, false, { ref: false }),
  ]);
  if (!connected) return (socket.destroy(), 'no connection');
  for (const step of steps) {
    if (socket.destroyed) break;
    if ('send' in step) socket.write(step.send);
    else await wait(step.waitMs);
  }
  await end(socket, ending, closed);
  return answerOf(first);
}

async function end(socket: Socket, ending: Case['ending'], closed: Promise<void>): Promise<void> {
  if (ending === 'half-close') socket.end();
  if (ending === 'listen' || ending === 'half-close') await Promise.race([closed, wait(listenForMs)]);
  if (ending === 'reset') socket.resetAndDestroy();
  else socket.destroy();
  await closed;
}

const answerOf = (bytes: string): string =>
  bytes === '' ? 'nothing' : (/^HTTP\/1\.\d (\d{3})/.exec(bytes)?.[1] ?? 'other bytes');
