// Loaded into every process of a campaign before anything else (node --import), and into no other process ever.
import { existsSync, renameSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { shiftClock } from './clock.ts';
import { crashPoints } from './crashPoints.ts';
import { mutantNamed } from './mutants.ts';
import { applyPatch, applyPatches, byFile, projectRoot } from './patch.ts';

const { SYSOPS_CAMPAIGN: folder, SYSOPS_ROLE: role = '', SYSOPS_MUTANT: mutant } = process.env;

const urlOf = (file: string): string => pathToFileURL(join(projectRoot, file)).href;
const changes = new Map([...byFile(mutant ? (mutantNamed(mutant).patches ?? []) : [])].map(([file, patches]) => [urlOf(file), patches]));
const places = new Map([...byFile(crashPoints.filter((point) => point.role === role).flatMap(({ patches }) => patches))].map(([file, patches]) => [urlOf(file), patches]));

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!changes.has(url) && !places.has(url)) return loaded;
    const mutated = applyPatches(Buffer.from(loaded.source as Uint8Array).toString(), changes.get(url) ?? []);
    return { ...loaded, source: (places.get(url) ?? []).reduce((source, patch) => withPoint(source, patch), mutated) };
  },
});

/** A mutant may have changed the very place: then it has no crash point. */
function withPoint(source: string, patch: Parameters<typeof applyPatch>[1]): string {
  return mutant && !source.includes(patch.find) ? source : applyPatch(source, patch);
}

/** Dies here if the campaign has asked for it, once: of several that get here the first takes the request away. */
(globalThis as { sysopsCrashPoint?: (name: string) => void }).sysopsCrashPoint = (name) => {
  const request = join(folder ?? '', `${role}.${name}.armed`);
  if (!folder || !existsSync(request)) return;
  try {
    renameSync(request, `${request}.${process.pid}`);
  } catch {
    return;
  }
  process.kill(process.pid, 'SIGKILL');
};

const { setOffset } = shiftClock();
let offset = 0;
process.on('SIGUSR2', () => setOffset((offset = offset === 0 ? Number(process.env['SYSOPS_CLOCK_OFFSET_MS'] ?? 0) : 0)));
