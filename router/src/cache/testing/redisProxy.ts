import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands before a Redis, and can fall silent while its connections stay open. */
export async function startRedisProxy(redisUrl: string) {
  const { hostname, port } = new URL(redisUrl);
  const sockets = new Set<Socket>();
  let silent = false;
  let held: (() => void)[] = [];
  const pass = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.on('data', (data) => (silent ? held.push(() => to.write(data)) : to.write(data)));
    from.on('error', () => undefined).on('close', () => (sockets.delete(from), to.destroy()));
  };
  const server = createServer((client) => {
    const redis = connect(Number(port || 6379), hostname);
    pass(client, redis);
    pass(redis, client);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fallSilent: () => void (silent = true),
    speak(): void {
      silent = false;
      for (const write of held) write();
      held = [];
    },
    stop(): void {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
