import { testDatabase, type TestDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import { openDesk, type Desk } from './desk.ts';
import { aWorld } from './world.ts';

/** Called within a `describe`: gives back how each test opens its desk, which is closed behind it. */
export function freshDesks(broker: () => Parameters<typeof openDesk>[0]) {
  let desk: Desk | undefined;
  /** Made while the test before runs. */
  let nextDatabase: Promise<TestDatabase> | undefined;
  afterEach(() => desk?.close());
  afterAll(async () => (await nextDatabase)?.drop());
  return async (...parameters: Parameters<typeof aWorld>): Promise<Desk> => {
    const database = nextDatabase ?? testDatabase('ticket');
    await database;
    nextDatabase = testDatabase('ticket');
    return (desk = await openDesk(broker(), aWorld(...parameters), database));
  };
}
