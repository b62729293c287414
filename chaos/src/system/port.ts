import { createServer } from 'node:net';
import type { Random } from '../random.ts';

/** A free port that the system does not give to outgoing connections: a process that is started again must find its own free. */
export async function lowPort(random: Random): Promise<number> {
  for (;;) {
    const port = 12_000 + random.below(20_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
