import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { LauncherError } from '../launcherError.ts';
import type { Say, Supervisor } from '../processes/supervisor.ts';
import { checkRoom, readScale } from '../scale/scale.ts';
import { readNames } from '../scale/names.ts';
import { done, failed, type Control } from './control.ts';

type Change = (asked: string, say: Say) => Promise<void>;
type Parts = Pick<Supervisor, 'scale' | 'restart' | 'counts'>;

/** Answers on this machine only, and only whoever has the token: `POST /scale` with `ticket=3`, `POST /restart` with names or nothing. */
export async function serveControl(supervisor: Parts): Promise<Control & { stop: () => void }> {
  const token = randomBytes(24).toString('base64url');
  const changes: Record<string, Change> = {
    '/scale': async (asked, say) => {
      const scale = readScale(asked);
      checkRoom({ ...supervisor.counts(), ...scale });
      await supervisor.scale(scale, say);
    },
    '/restart': (asked, say) => supervisor.restart(readNames(asked), say),
  };
  const server = createServer((request, response) => {
    const change = changes[request.url ?? ''];
    if (request.headers.authorization !== `Bearer ${token}` || request.method !== 'POST' || !change) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
    const say: Say = (line) => void response.write(`${line}\n`);
    answer(request, change, say).then((last) => response.end(`${last}\n`), () => response.destroy());
  });
  // A rolling restart may take minutes, and a stop does not wait for it.
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, token, stop: () => (server.close(), server.closeAllConnections()) };
}

async function answer(request: IncomingMessage, change: Change, say: Say): Promise<string> {
  try {
    await change(await text(request), say);
    return done;
  } catch (error) {
    if (!(error instanceof LauncherError)) console.error(error);
    return `${failed}${(error as Error).message.replaceAll('\n', '; ')}`;
  }
}
