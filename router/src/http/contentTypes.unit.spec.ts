import { answerType, requireOwnKind } from './contentTypes.ts';

describe('the type of an answer', () => {
  const [json, graphql] = ['application/json; charset=utf-8', 'application/graphql-response+json; charset=utf-8'];
  test.each([
    [undefined, json],
    ['*/*', json],
    ['application/json', json],
    ['application/graphql-response+json', graphql],
    ['application/graphql-response+json, application/json;q=0.9', graphql],
    ['application/json;q=0.5, application/graphql-response+json;q=0.4', json],
    ['text/html,application/xhtml+xml,*/*;q=0.8', json],
    ['application/*, application/json;q=0', graphql],
  ])('%s', (accept, type) => expect(answerType(accept)).toBe(type));
  test.each(['text/html', 'image/*', 'application/json;q=0'])('neither: %s', (accept) => expect(() => answerType(accept)).toThrow(/Accept/));
  test('answers in parts are JSON each', () => expect(answerType('multipart/mixed;deferSpec=20220824', true)).toBe(json));
});

describe('a request that another site could have sent', () => {
  const status = (headers: Record<string, string>, method = 'POST'): number => {
    try {
      return requireOwnKind(method, headers), 200;
    } catch (error) {
      return (error as { status: number }).status;
    }
  };
  test.each([
    [{}, 400],
    [{ 'content-type': 'text/plain' }, 400],
    [{ 'content-type': 'TEXT/plain ; charset=utf-8' }, 400],
    [{ 'content-type': 'application/x-www-form-urlencoded' }, 400],
    [{ 'content-type': 'multipart/form-data; boundary=x' }, 400],
    [{ 'content-type': 'application/json' }, 200],
    [{ 'content-type': 'application/json; charset=utf-8' }, 200],
    [{ 'apollo-require-preflight': '1' }, 200],
    [{ 'apollo-require-preflight': '' }, 400],
    [{ 'content-type': 'text/plain', 'x-apollo-operation-name': 'A' }, 415],
    [{ 'content-type': 'application/xml' }, 415],
    [{ 'content-type': 'application/json', 'content-encoding': 'gzip' }, 415],
    [{ 'content-type': 'application/json', 'content-encoding': 'identity' }, 200],
  ])('%j: %i', (headers, expected) => expect(status(headers)).toBe(expected));
  test('by GET, which has no body', () => expect([status({}, 'GET'), status({ 'content-type': 'application/json' }, 'GET'), status({ 'content-type': 'text/xml', 'x-apollo-operation-name': 'A' }, 'GET')]).toEqual([400, 200, 415]));
});
