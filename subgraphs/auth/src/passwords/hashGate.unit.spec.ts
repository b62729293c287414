import { createHashGate } from './hashGate.ts';

describe('the hash gate', () => {
  it('runs two at once, lets one wait and refuses the rest', async () => {
    const gate = createHashGate({ atOnce: 2, waiting: 1 });
    const releases: (() => void)[] = [];
    const work = () => gate(() => new Promise<void>((resolve) => releases.push(resolve)));
    const admitted = [work(), work(), work()];
    await expect(work()).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
    expect(releases).toHaveLength(2);
    releases.shift()!();
    await admitted[0];
    await Promise.resolve();
    expect(releases).toHaveLength(2);
    for (const release of releases) release();
    await Promise.all(admitted);
  });

  it('goes on after a failure', async () => {
    const gate = createHashGate({ atOnce: 1, waiting: 0 });
    await expect(gate(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(gate(async () => 'yes')).resolves.toBe('yes');
  });
});
