import { withFieldsOfAll } from './sharedFields.ts';

test('a field that one subgraph of a shareable type lacks is left out, entities are as they were', () => {
  const plain = withFieldsOfAll({
    new: 'type Payload @shareable { session: ID challenge: ID } type User @key(fields: "id") @shareable { id: ID! email: String }',
    old: 'type Payload @shareable { session: ID } type User @key(fields: "id") @shareable { id: ID! }',
  });
  expect(plain.new).not.toContain('challenge');
  expect(plain.new).toContain('session');
  expect(plain.new).toContain('email');
});
