import { createServer, type AddressInfo, type Server } from 'node:net';
import { neverThrowing } from '@sysops-squad/chassis/listeners';
import { LauncherError } from './launcherError.ts';
import { portVariable, PROCESS_NAMES, type ProcessName, type Settings } from './settings.ts';

export type Ports = Record<ProcessName, number>;

/** One port per process: the one that is set, else one that the system chooses. All are held until all are known. */
export async function choosePorts(settings: Settings): Promise<Ports> {
  const held: Server[] = [];
  const ports: Partial<Ports> = {};
  try {
    for (const name of PROCESS_NAMES) {
      const wanted = name === 'router' ? settings.routerPort : (settings.ports[name] ?? 0);
      const server = await hold(wanted, name === 'router' ? settings.host : '127.0.0.1', name === 'router' ? 'PORT' : portVariable(name));
      held.push(server);
      ports[name] = (server.address() as AddressInfo).port;
    }
    return ports as Ports;
  } finally {
    await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

function hold(port: number, host: string, variable: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', neverThrowing((error: NodeJS.ErrnoException) => reject(new LauncherError(explain(error, port, host, variable))), reject));
    server.listen(port, host, () => resolve(server));
  });
}

function explain({ code, message }: NodeJS.ErrnoException, port: number, host: string, variable: string): string {
  if (code === 'EADDRINUSE') return `${variable}: port ${port} is in use; end what listens there, or choose another, as in ${variable}=${port + 1} npm start`;
  if (code === 'EACCES') return `${variable}: port ${port} needs more rights than you have; choose one above 1023`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST: "${host}" is no address of this machine; try 127.0.0.1 or 0.0.0.0`;
  return `${variable}: cannot listen on ${host}:${port} (${message})`;
}
