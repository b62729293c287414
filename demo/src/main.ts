import { parseArgs } from 'node:util';
import { runningRouter } from '../../launcher/src/runningRouter.ts';
import { playReplay } from './replay.ts';
import { StepMissing } from './steps.ts';
import { playStory } from './story.ts';

const usage = `npm run demo                                   one ticket from its creation to the answered survey
npm run demo -- --replay FILE.csv [--tickets 500] [--rate 20] [--territories 4]
                                               creates tickets of an export live, at a rate per second
  --url URL   the router (default: ROUTER_URL, else the system that npm start runs on DATA_DIR)`;

const options = {
  replay: { type: 'string' },
  tickets: { type: 'string', default: '500' },
  rate: { type: 'string', default: '20' },
  territories: { type: 'string', default: '4' },
  url: { type: 'string' },
  help: { type: 'boolean' },
} as const;

const fail = (message: string): never => {
  process.stderr.write(`${message}\n`);
  return process.exit(1);
};

function wholeNumber(name: string, text: string, maximum: number): number {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 && number <= maximum ? number : fail(`--${name} must be a whole number from 1 to ${maximum}, not ${text}`);
}

function readCommand() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return fail(`${(error as Error).message}\n${usage}`);
  }
}

const command = readCommand();
if (command.help) fail(usage);
const url = await runningRouter(command.url).catch((error: Error) => fail(error.message));
const common = { url, password: process.env['SYSOPS_PASSWORD'] ?? 'sysops-squad-demo', write: (line: string) => void process.stdout.write(`${line}\n`) };
try {
  if (command.replay === undefined) await playStory(common);
  else
    await playReplay({
      ...common,
      file: command.replay,
      tickets: wholeNumber('tickets', command.tickets, 50_000),
      rate: wholeNumber('rate', command.rate, 1_000),
      territories: wholeNumber('territories', command.territories, 12),
    });
  process.exit(0);
} catch (error) {
  const cause = (error as { cause?: { code?: string } }).cause?.code;
  fail(`${error instanceof StepMissing ? 'a step is missing: ' : ''}${(error as Error).message}${cause ? ` (${cause}): is the system running at ${url}? Start it with npm start.` : ''}`);
}
