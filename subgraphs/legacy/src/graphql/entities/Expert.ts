import { requirePrivateSight, requireSight, requireStaff, type Expert as ExpertModel } from '../../domain/expert.ts';
import type { Context, Resolver } from '../resolver.ts';

type Field<Arguments = object> = Resolver<Arguments, ExpertModel>;

const seenBy = (require: (caller: Context['caller'], expertId: string) => void, name: keyof ExpertModel): Field => (expert, _args, { caller }) => {
  require(caller, expert.id);
  return expert[name];
};

const territories: Field = async (expert, _args, { caller, load }) => {
  requireStaff(caller);
  return Promise.all(expert.territories.map(async ({ territoryId, kind }) => ({ id: territoryId, name: (await load.territory.load(territoryId))?.name ?? null, kind })));
};

const visits: Field<{ from: Date; to: Date }> = (expert, args, { app, caller, load }) => app.visitsOfExpert({ caller, load }, expert.id, args);

export const Expert = {
  __resolveReference: async ({ id }: { id: string }, { load }: Context) => load.expert.load(id),
  name: seenBy(requireSight, 'name'),
  phone: seenBy(requireSight, 'phone'),
  skills: seenBy(requireSight, 'skills'),
  active: seenBy(requireStaff, 'active'),
  territories,
  email: seenBy(requirePrivateSight, 'email'),
  home: seenBy(requirePrivateSight, 'home'),
  shifts: seenBy(requirePrivateSight, 'shifts'),
  timeOff: seenBy(requirePrivateSight, 'timeOff'),
  visits,
};
