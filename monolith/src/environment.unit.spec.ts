import { readEnvironment } from './environment.ts';

const good = { DATABASE_URL_MONOLITH: 'postgresql://u@127.0.0.1:5432/monolith', MONOLITH_API_KEY: '0123456789abcdef' };

test('a good environment, with the defaults', () => {
  expect(readEnvironment({ ...good, SMTP_URL: '', PORT: '4100' })).toMatchObject({ ...good, HOST: '127.0.0.1', PORT: 4100 });
});

test('all mistakes come at once and name the variable', () => {
  const read = () => readEnvironment({ PORT: 'x', DATABASE_URL_MONOLITH: 'mysql://x', SMTP_URL: 'http://x' });
  for (const name of ['PORT', 'DATABASE_URL_MONOLITH', 'MONOLITH_API_KEY', 'SMTP_URL']) expect(read).toThrow(name);
});
