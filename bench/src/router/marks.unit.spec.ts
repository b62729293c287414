import { markIds, markOf, noMark, stamp, withoutMarks } from './marks.ts';

test('what a client marks is told apart from nothing else, and comes back on every id', () => {
  const { text, mark } = withoutMarks(`{"id":"id-7${markOf(42)}","after":"cursor-0${markOf(42)}"}`);
  expect([text, mark]).toEqual(['{"id":"id-7","after":"cursor-0"}', '~00000042']);
  const answer = stamp(markIds('{"id":"id-7","name":"name \\"7 {}\\"","expert":{"id":"id-12"},"status":"NEW"}'));
  expect(answer(mark).toString()).toBe('{"id":"id-7~00000042","name":"name \\"7 {}\\"","expert":{"id":"id-12~00000042"},"status":"NEW"}');
  expect(answer(noMark).toString()).toContain('"id-12~00000000"');
});
test('a call without a mark has none; two requests in one call are an error', () => {
  expect(withoutMarks('{"query":"{ me { id } }"}')).toEqual({ text: '{"query":"{ me { id } }"}', mark: noMark });
  expect(() => withoutMarks(`["id-1${markOf(1)}","id-1${markOf(2)}"]`)).toThrow(/two requests/);
});
