import { givingWay } from './givingWay.ts';

const failing = (code: string) => jest.fn<Promise<string>, []>(() => Promise.reject(Object.assign(new Error(code), { code })));

test('after a deadlock it begins anew', async () => {
  const statement = failing('40P01');
  statement.mockRejectedValueOnce(Object.assign(new Error(), { code: '40P01' })).mockResolvedValueOnce('done');
  expect(await givingWay(statement)).toBe('done');
  expect(statement).toHaveBeenCalledTimes(2);
});

test('not for ever, and after nothing else', async () => {
  const [unlucky, wrong] = [failing('40P01'), failing('42P01')];
  await expect(givingWay(unlucky, 3)).rejects.toThrow('40P01');
  await expect(givingWay(wrong)).rejects.toThrow('42P01');
  expect([unlucky.mock.calls.length, wrong.mock.calls.length]).toEqual([3, 1]);
});
