import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** On this machine only, at a port that the system chooses. `stop` ends connections too. */
export async function listenLocally(server: Server): Promise<{ url: string; stop: () => void }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, stop: () => (server.close(), server.closeAllConnections()) };
}

/** Other users of the machine reach the port too: a secret keeps them out. */
export const newToken = (): string => randomBytes(24).toString('base64url');
