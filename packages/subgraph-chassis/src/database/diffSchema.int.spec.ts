import { testDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { diffSchema } from './diffSchema.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase.empty();
});
afterAll(() => db.drop());

const schema = (fields: string) => `datasource db {\n provider = "postgresql"\n}\nmodel Thing {\n id String @id\n ${fields}\n}`;

test('from nothing, from before, and no difference', async () => {
  expect(await diffSchema(db.url, undefined, schema('size Int'))).toContain('CREATE TABLE "Thing"');
  expect(await diffSchema(db.url, schema('size Int'), schema('size Int\n note String?'))).toContain('ADD COLUMN     "note" TEXT');
  expect(await diffSchema(db.url, schema('size Int'), schema('size Int'))).toBeUndefined();
});

test('a schema that Prisma refuses is refused with its reason', async () => {
  await expect(diffSchema(db.url, undefined, schema('size Nonsense'))).rejects.toThrow(/Nonsense/);
});
