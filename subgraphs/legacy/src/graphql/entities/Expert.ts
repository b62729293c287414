import { requirePrivateSight, type Expert as ExpertModel } from '../../domain/expert.ts';
import type { Context, Resolver } from '../resolver.ts';

type Field<Arguments = object> = Resolver<Arguments, ExpertModel>;

const privately = (name: keyof ExpertModel): Field => (expert, _args, { caller }) => {
  requirePrivateSight(caller, expert.id);
  return expert[name];
};

const territories: Field = (expert, _args, { load }) =>
  Promise.all(expert.territories.map(async ({ territoryId, kind }) => {
    const territory = await load.territory.load(territoryId);
    return { id: `${expert.id}.${territoryId}`, territory, name: territory?.name ?? null, kind };
  }));

const visits: Field<{ from: Date; to: Date }> = (expert, args, { app, caller, load }) => app.visitsOfExpert({ caller, load }, expert.id, args);

export const Expert = {
  __resolveReference: async ({ id }: { id: string }, { load }: Context) => load.expert.load(id),
  territories,
  email: privately('email'),
  home: privately('home'),
  shifts: privately('shifts'),
  timeZone: privately('timeZone'),
  timeOff: privately('timeOff'),
  version: privately('version'),
  visits,
};
