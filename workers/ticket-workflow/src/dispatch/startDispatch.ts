import { startLoop, type Loop } from '@sysops-squad/chassis/loop';
import { createRosterReader } from '../../../../subgraphs/ticket/src/storage/rosterReader.ts';
import type { Workflow } from '../workflow.ts';
import { serveTerritory } from './serveTerritory.ts';
import { territoriesToServe } from './waiting.ts';

const AT_ONCE = 3;

/** Serves whoever waits for an expert, territory by territory; those who come while a territory is being served are its next batch. */
export function startDispatch(workflow: Workflow, { everyMs }: { everyMs: number }): Loop {
  const dispatcher = { workflow, roster: createRosterReader() };
  return startLoop({
    everyMs,
    onError: (error) => workflow.logger.warn({ err: error }, 'dispatch will be tried again'),
    turn: async () => {
      const waiting = (await territoriesToServe(workflow.sql)).values();
      let more = false;
      await Promise.all(Array.from({ length: AT_ONCE }, async () => {
        for (const territoryId of waiting) more = (await serveTerritory(dispatcher, territoryId)) || more;
      }));
      return more;
    },
  });
}
