import { anonymous } from '@sysops-squad/chassis/caller';
import { rememberTokens } from './knownTokens.ts';

function tokens(kept = 10) {
  const world = { version: 1, now: 1_000, expiresAt: 2_000, verified: [] as string[], refused: new Set<string>(), meanwhile: () => {} };
  const verify = async (token: string) => {
    world.verified.push(token);
    world.meanwhile();
    if (world.refused.has(token)) throw new Error('refused');
    return { caller: { ...anonymous, id: token }, expiresAt: world.expiresAt, issuedAt: null };
  };
  return { world, identify: rememberTokens(verify, { keysVersion: () => world.version, kept, now: () => world.now }) };
}

test('a token is verified once, and again when it has expired', async () => {
  const { world, identify } = tokens();
  expect((await identify('a')).caller.id).toBe('a');
  expect((await identify('a')).caller.id).toBe('a');
  expect(world.verified).toEqual(['a']);
  world.now = 2_000;
  world.refused.add('a');
  await expect(identify('a')).rejects.toThrow('refused');
  world.now = 1_000;
  await expect(identify('a')).rejects.toThrow('refused');
});
test('keys that are replaced end what was remembered, also while a token is being verified', async () => {
  const { world, identify } = tokens();
  await identify('a');
  world.version = 2;
  await identify('a');
  expect(world.verified).toEqual(['a', 'a']);
  world.meanwhile = () => (world.version += 1);
  await identify('b');
  world.meanwhile = () => {};
  await identify('b');
  expect(world.verified).toEqual(['a', 'a', 'b', 'b']);
});
test('no more are kept than may be: those used last', async () => {
  const { world, identify } = tokens(2);
  for (const token of ['a', 'b', 'a', 'c', 'a']) await identify(token);
  expect(world.verified).toEqual(['a', 'b', 'c']);
  await identify('b');
  expect(world.verified).toEqual(['a', 'b', 'c', 'b']);
});
