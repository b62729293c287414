import { startInstance } from './instance.ts';
import { seedRoster } from './roster.ts';
import { storyOf } from './story.ts';

export type Story = ReturnType<typeof storyOf>;

/** An instance whose roster has experts, and the way to lead tickets in it. */
export async function startStory(more: Parameters<typeof startInstance>[0] = {}) {
  const ticket = await startInstance(more);
  await seedRoster(ticket.sql);
  return { ticket, story: storyOf(ticket) };
}
