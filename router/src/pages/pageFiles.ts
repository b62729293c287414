import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const require = createRequire(import.meta.url);
const compress = promisify(gzip);
const graphqlWs = dirname(require.resolve('graphql-ws'));
const script = 'text/javascript; charset=utf-8';

export type PageFile = { type: string; gzipped: Buffer };

const fromBundle = (name: 'js' | 'css' | 'editorWorkerService' | 'jsonWorker' | 'graphqlWorker') => async (): Promise<string> =>
  (await import('@graphql-yoga/render-graphiql/graphiql'))[name];
const fromOurs = (name: string) => () => readFile(join(import.meta.dirname, 'browser', name), 'utf8');

/** Everything that the pages load from this machine, by path; GraphiQL comes whole from an installed package. */
const sources: Record<string, { type: string; read: () => Promise<string> }> = {
  '/graphiql/graphiql.js': { type: script, read: fromBundle('js') },
  '/graphiql/graphiql.css': { type: 'text/css; charset=utf-8', read: fromBundle('css') },
  '/graphiql/worker/editorWorkerService.js': { type: script, read: fromBundle('editorWorkerService') },
  '/graphiql/worker/json.js': { type: script, read: fromBundle('jsonWorker') },
  '/graphiql/worker/graphql.js': { type: script, read: fromBundle('graphqlWorker') },
  '/graphiql/page.js': { type: script, read: fromOurs('graphiqlPage.js') },
  '/pages/sandbox.js': { type: script, read: fromOurs('sandboxPage.js') },
  '/pages/signIn.js': { type: script, read: fromOurs('signIn.js') },
  '/pages/accountLink.js': { type: script, read: fromOurs('accountLink.js') },
  '/pages/survey.js': { type: script, read: fromOurs('survey.js') },
  '/pages/pages.css': { type: 'text/css; charset=utf-8', read: fromOurs('pages.css') },
};
const loaded = new Map<string, Promise<PageFile>>();

/** Null for a path at which there is nothing. Read and compressed at the first request. */
export function pageFile(path: string): Promise<PageFile> | null {
  const source = sources[path] ?? graphqlWsFile(path);
  if (!source) return null;
  const file = loaded.get(path) ?? source.read().then(async (text) => ({ type: source.type, gzipped: await compress(text) }));
  loaded.set(path, file);
  return file;
}

/** The browser's graphql-ws: two ES modules, the second of which has a digest in its name. */
function graphqlWsFile(path: string) {
  const name = /^\/graphiql\/graphql-ws\/(client|common-[\w-]+)\.js$/.exec(path)?.[1];
  return name === undefined ? null : { type: script, read: () => readFile(join(graphqlWs, `${name}.js`), 'utf8') };
}
