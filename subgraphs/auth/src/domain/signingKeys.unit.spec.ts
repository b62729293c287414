import { nextKey, publishedKeys, rotationPolicy, signingKeyAt, type SigningKeyTimes } from './signingKeys.ts';

const policy = rotationPolicy(720, 300_000);
const start = new Date('2026-11-01T00:00:00Z');
const hours = (count: number) => new Date(start.getTime() + count * 3_600_000);
const first: SigningKeyTimes = { kid: 'first', signsFrom: start, predecessor: null };
const second: SigningKeyTimes = { kid: 'second', signsFrom: hours(720), predecessor: 'first' };

const kids = (keys: SigningKeyTimes[]) => keys.map(({ kid }) => kid);

describe('key rotation', () => {
  it('begins with a key that signs at once', () => {
    expect(nextKey([], start, policy)).toEqual({ signsFrom: start, predecessor: null });
  });

  it('makes the next key a day before it signs, once', () => {
    expect(nextKey([first], hours(695.9), policy)).toBeNull();
    expect(nextKey([first], hours(696), policy)).toEqual({ signsFrom: hours(720), predecessor: 'first' });
    expect(nextKey([first, second], hours(719), policy)).toBeNull();
  });

  it('publishes a day ahead even when it comes late', () => {
    expect(nextKey([first], hours(1_000), policy)).toEqual({ signsFrom: hours(1_024), predecessor: 'first' });
  });

  it('signs with the old key until the new one begins', () => {
    expect(signingKeyAt([second, first], hours(719.99))?.kid).toBe('first');
    expect(signingKeyAt([second, first], hours(720))?.kid).toBe('second');
  });

  it('publishes the old key until its last token has died', () => {
    const overlap = (minutes: number) => new Date(hours(720).getTime() + minutes * 60_000);
    expect(kids(publishedKeys([first, second], hours(697), policy))).toEqual(['first', 'second']);
    expect(kids(publishedKeys([first, second], overlap(5.5), policy))).toEqual(['first', 'second']);
    expect(kids(publishedKeys([first, second], overlap(6), policy))).toEqual(['second']);
  });
});
