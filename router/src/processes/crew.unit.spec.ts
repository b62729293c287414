import { createCrew, type Serving } from './crew.ts';

const settled = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Processes that end when they are asked to, and a record of what happened in what order. */
function someProcesses() {
  const record: string[] = [];
  const ends: ((how: string) => void)[] = [];
  let next = 1;
  let fails = false;
  const start = async (): Promise<Serving> => {
    if (fails) throw new Error('it ended instead of serving');
    const pid = next++;
    record.push(`start ${pid}`);
    const { promise, resolve } = Promise.withResolvers<string>();
    ends[pid] = resolve;
    const signal = (name: NodeJS.Signals): void => void (record.push(`${name} ${pid}`), resolve(name));
    return { pid, ended: promise, signal };
  };
  const unexpected: string[] = [];
  const crew = createCrew({ count: 2, start, onUnexpectedEnd: (how) => unexpected.push(how) });
  return { crew, record, unexpected, crash: (pid: number) => ends[pid]!('SIGSEGV'), failFromNowOn: () => void (fails = true) };
}

test('each is replaced in its turn, and goes only when the new one serves', async () => {
  const { crew, record, unexpected } = someProcesses();
  await crew.startAll();
  await crew.replaceAll();
  expect(record).toEqual(['start 1', 'start 2', 'start 3', 'SIGTERM 1', 'start 4', 'SIGTERM 2']);
  await settled();
  expect(unexpected).toEqual([]);
});

test('asked twice at the same time, it replaces them twice, one after the other', async () => {
  const { crew, record } = someProcesses();
  await crew.startAll();
  await Promise.all([crew.replaceAll(), crew.replaceAll()]);
  expect(record.slice(2)).toEqual(['start 3', 'SIGTERM 1', 'start 4', 'SIGTERM 2', 'start 5', 'SIGTERM 3', 'start 6', 'SIGTERM 4']);
});

test('when the new one does not come to serve, the old ones stay, and the next request starts anew', async () => {
  const { crew, record, failFromNowOn } = someProcesses();
  await crew.startAll();
  failFromNowOn();
  await expect(crew.replaceAll()).rejects.toThrow('instead of serving');
  await expect(crew.replaceAll()).rejects.toThrow('instead of serving');
  expect(record).toEqual(['start 1', 'start 2']);
});

test('one that ends by itself is started again, one that was asked to stop is not', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  const { crew, record, unexpected, crash } = someProcesses();
  await crew.startAll();
  crash(1);
  await settled();
  expect(unexpected).toEqual(['SIGSEGV']);
  await jest.advanceTimersByTimeAsync(500);
  expect(record.at(-1)).toBe('start 3');
  await crew.stop('SIGINT');
  await jest.advanceTimersByTimeAsync(60_000);
  expect(record.slice(3)).toEqual(['SIGINT 2', 'SIGINT 3']);
  jest.useRealTimers();
});
