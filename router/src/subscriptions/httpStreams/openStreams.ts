import type { ServerResponse } from 'node:http';
import { inBackground, neverThrowing } from '@sysops-squad/chassis/listeners';
import { unavailable } from '@sysops-squad/chassis/graphqlErrors';
import { oneByOne } from '../oneByOne.ts';
import type { StreamFormat } from './streamFormat.ts';

/** A response that stays open; each piece is written when the one before has left this process. */
export type OpenStream = {
  /** False: the client has gone. */
  write: (text: string) => Promise<boolean>;
  end: (lastWords: string) => void;
};

const stopping = unavailable('This router stops: subscribe again, with the last cursor as `after`.').toJSON();

type Stream = OpenStream & { format: StreamFormat; beat: () => void };

/** All streams of this process, with one timer for their heartbeats. */
export function createOpenStreams({ heartbeatMs }: { heartbeatMs: number }) {
  const streams = new Set<Stream>();
  const timer = setInterval(neverThrowing(() => streams.forEach((stream) => stream.beat())), heartbeatMs).unref();

  const open = (response: ServerResponse, format: StreamFormat): OpenStream => {
    response.writeHead(200, { 'content-type': format.contentType, 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no', vary: 'origin, accept' });
    const stream = openStream(response, format);
    streams.add(stream);
    response.once('close', () => streams.delete(stream));
    inBackground(stream.write(format.opening));
    return stream;
  };
  const sendAway = (stream: Stream): void => stream.end(stream.format.goingAway([stopping]));
  const close = (): void => {
    clearInterval(timer);
    streams.forEach(sendAway);
  };
  return { open, drain: (milliseconds: number) => oneByOne(streams, milliseconds, sendAway), close, count: () => streams.size };
}
export type OpenStreams = ReturnType<typeof createOpenStreams>;

function openStream(response: ServerResponse, format: StreamFormat): Stream {
  let underWay = 0;
  let stalled = false;
  const isOver = (): boolean => response.writableEnded || response.destroyed;
  const write = (text: string): Promise<boolean> =>
    new Promise((resolve) => {
      if (isOver()) return resolve(false);
      underWay += 1;
      response.write(text, (error) => {
        underWay -= 1;
        stalled = false;
        resolve(!error);
      });
    });
  return {
    format,
    write,
    end: (lastWords) => void (isOver() || response.end(lastWords)),
    /** Whoever takes nothing from one beat to the next is given up: nothing is kept for them without end. */
    beat() {
      if (underWay === 0) return void write(format.heartbeat);
      if (stalled) response.destroy();
      stalled = true;
    },
  };
}
