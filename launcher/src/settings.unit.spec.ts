import { join } from 'node:path';
import { LauncherError } from './launcherError.ts';
import { projectRoot } from './projectRoot.ts';
import { readSettings } from './settings.ts';

test('without any variable everything is embedded and on port 4000', () => {
  expect(readSettings({})).toEqual({
    routerPort: 4000,
    host: '127.0.0.1',
    dataDir: join(projectRoot, '.data'),
    seed: 'demo',
    production: false,
    routerProcesses: 1,
    databaseUrls: {},
    ports: {},
    redisUrl: undefined,
    publicUrl: undefined,
  });
});

test('an empty value counts as absent, as in a copied .env.template', () => {
  expect(readSettings({ PORT: '', SEED: '', DATABASE_URL_TICKET: '', REDIS_URL: '', AUTH_PORT: '' })).toEqual(readSettings({}));
});

test('production is seeded only when SEED says so', () => {
  const seedOf = (environment: NodeJS.ProcessEnv) => readSettings({ NODE_ENV: 'production', ...environment }).seed;
  expect([seedOf({}), seedOf({ SEED: '' }), seedOf({ SEED: 'none' }), seedOf({ SEED: 'demo' })]).toEqual(['none', 'none', 'none', 'demo']);
});

test('what is set arrives', () => {
  const settings = readSettings({ PORT: '0', DATABASE_URL_TICKET: 'postgresql://u:p@h/t', TICKET_WORKFLOW_PORT: '4100', SEED: 'none' });
  expect(settings).toMatchObject({ routerPort: 0, databaseUrls: { ticket: 'postgresql://u:p@h/t' }, ports: { 'ticket-workflow': 4100 }, seed: 'none' });
});

test('all mistakes come at once, a line each, with the variable, what is wanted, and no password', () => {
  const mistaken = { PORT: 'abc', SEED: 'lots', REDIS_URL: 'localhost', DATABASE_URL_AUTH: 'mysql://root:geheim@h/x' };
  const error = caught(() => readSettings(mistaken));
  expect(error).toBeInstanceOf(LauncherError);
  expect(error.message.split('\n')).toEqual([
    expect.stringMatching(/^PORT must be a port number .* \(it is "abc"\)/),
    expect.stringMatching(/^REDIS_URL must look like redis:/),
    expect.stringMatching(/^SEED must be demo or none \(it is "lots"\)/),
    expect.stringMatching(/^DATABASE_URL_AUTH must look like postgresql:/),
  ]);
  expect(error.message).not.toContain('geheim');
});

function caught(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
