import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { createHttpServer } from '@sysops-squad/chassis/http/server';
import { createLogger } from '@sysops-squad/chassis/logger';
import { LauncherError } from '../launcherError.ts';
import { listenLocally, newToken } from '../listenLocally.ts';
import type { Say, Supervisor } from '../processes/supervisor.ts';
import { checkRoom, readScale } from '../scale/scale.ts';
import { readNames } from '../scale/names.ts';
import { done, failed, type Control } from './control.ts';

type Change = (asked: string, say: Say) => Promise<void>;
type Parts = Pick<Supervisor, 'scale' | 'restart' | 'counts'>;

/** Answers on this machine only, and only whoever has the token: `POST /scale` with `ticket=3`, `POST /restart` with names or nothing. */
export async function serveControl(supervisor: Parts): Promise<Control & { stop: () => void }> {
  const token = newToken();
  const changes: Record<string, Change> = {
    '/scale': async (asked, say) => {
      const scale = readScale(asked);
      checkRoom({ ...supervisor.counts(), ...scale });
      await supervisor.scale(scale, say);
    },
    '/restart': (asked, say) => supervisor.restart(readNames(asked), say),
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const change = Object.hasOwn(changes, request.url ?? '') ? changes[request.url!] : undefined;
    if (request.headers.authorization !== `Bearer ${token}` || request.method !== 'POST' || !change) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
    const say: Say = (line) => void response.write(`${line}\n`);
    response.end(`${await make(change, request, say)}\n`);
  };
  // A rolling restart may take minutes, and a stop does not wait for it.
  const server = createHttpServer({ answer, logger: createLogger('launcher'), options: { requestTimeout: 0 } });
  return { ...(await listenLocally(server)), token };
}

async function make(change: Change, request: IncomingMessage, say: Say): Promise<string> {
  try {
    await change(await text(request), say);
    return done;
  } catch (error) {
    if (!(error instanceof LauncherError)) console.error(error);
    return `${failed}${(error as Error).message.replaceAll('\n', '; ')}`;
  }
}
