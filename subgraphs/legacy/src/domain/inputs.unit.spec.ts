import { excerptOf } from './article.ts';
import { endOfMonth } from './contract.ts';
import { mistakesInExpert } from './expertInput.ts';
import { mistakesInProduct } from './product.ts';
import { mistakesInQuietHours } from './quietHours.ts';
import { mistakesInAnswers, type SurveyQuestion } from './survey.ts';
import { mistakesInWindows } from './ticketInput.ts';
import { mistakesInTimeOff } from './timeOff.ts';

const now = new Date('2026-11-22T12:00:00Z');
const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const fields = (mistakes: { field: string | null }[]) => mistakes.map(({ field }) => field);

test('a new expert needs everything, a known one only what is well formed', () => {
  expect(fields(mistakesInExpert({}))).toEqual(['name', 'email', 'home', 'skills', 'territories', 'shifts']);
  expect(mistakesInExpert({ id: 'exp_1' })).toEqual([]);
  const wrong = { id: 'exp_1', name: '', email: 'x', phone: 'a', home: { lat: 91, lng: 0 }, shifts: [{ weekday: 'MONDAY' as const, start: '24:00', end: '24:00' }], territories: [] };
  expect(fields(mistakesInExpert(wrong))).toEqual(['name', 'email', 'phone', 'home', 'territories', 'shifts[0].start']);
});

test('a skill is named once, with a level from 1 to 3', () => {
  const requiredSkills = [{ skillId: 'a', level: 1 }, { skillId: 'a', level: 2 }, { skillId: 'b', level: 0 }];
  expect(fields(mistakesInProduct({ id: 'prd_1', requiredSkills }))).toEqual(['requiredSkills[1].skillId', 'requiredSkills[2].level']);
});

test('names have one line, reasons several, and what cannot be seen is nothing', () => {
  for (const name of ['a\r\nBcc: b', 'a\u202Eb', '\u200B', 'a\u0007']) {
    expect(fields(mistakesInExpert({ id: 'exp_1', name }))).toEqual(['name']);
    expect(fields(mistakesInProduct({ id: 'prd_1', name, category: name }))).toEqual(['name', 'category']);
  }
  expect(fields(mistakesInExpert({ id: 'exp_1', email: 'p\u0430ypal@example.org', phone: '+49 30 / 777002' }))).toEqual(['email']);
  expect(mistakesInTimeOff({ start: at(1), end: at(2), reason: 'a\nb' }, now)).toEqual([]);
  expect(fields(mistakesInTimeOff({ start: at(1), end: at(2), reason: '\u200B' }, now))).toEqual(['reason']);
});

test('time off lies ahead, at most a year of it', () => {
  expect(mistakesInTimeOff({ start: at(-1), end: at(1), reason: 'x' }, now)).toEqual([]);
  expect(fields(mistakesInTimeOff({ start: at(-2), end: at(-1), reason: 'x' }, now))).toEqual(['end']);
  expect(fields(mistakesInTimeOff({ start: at(1), end: at(1 + 367 * 24), reason: 'x' }, now))).toEqual(['end']);
  expect(fields(mistakesInTimeOff({ start: at(1), end: at(2), reason: ' ' }, now))).toEqual(['reason']);
});

test('a window lies ahead and is 1 to 25 hours long', () => {
  expect(mistakesInWindows([{ start: at(1), end: at(26) }], now)).toEqual([]);
  expect(fields(mistakesInWindows([{ start: at(0), end: at(2) }], now))).toEqual(['windows[0].start']);
  expect(fields(mistakesInWindows([{ start: at(1), end: at(1.9) }], now))).toEqual(['windows[0].end']);
  expect(fields(mistakesInWindows([{ start: at(1), end: at(26.1) }], now))).toEqual(['windows[0].end']);
});

test('an answer fits its question', () => {
  const questions: SurveyQuestion[] = [{ id: 'r', kind: 'RATING', text: '', choices: null }, { id: 't', kind: 'TEXT', text: '', choices: null }, { id: 'c', kind: 'CHOICE', text: '', choices: ['Yes'] }];
  expect(mistakesInAnswers([{ questionId: 'r', rating: 1 }, { questionId: 't', text: '' }, { questionId: 'c', choice: 'Yes' }], questions)).toEqual([]);
  const wrong = [{ questionId: 'r', text: 'five' }, { questionId: 't', text: 'x'.repeat(2_001) }, { questionId: 'c', choice: 'No' }];
  expect(fields(mistakesInAnswers(wrong, questions))).toEqual(['answers[0].rating', 'answers[1].text', 'answers[2].choice']);
  expect(fields(mistakesInAnswers([{ questionId: 'r', rating: 1 }, { questionId: 'r', rating: 2 }], questions))).toEqual(['answers[1].questionId']);
});

test('quiet hours may lie over midnight', () => {
  expect(mistakesInQuietHours({ start: '22:00', end: '06:00', timeZone: 'Europe/Berlin' })).toEqual([]);
  expect(fields(mistakesInQuietHours({ start: '22:00', end: '22:00', timeZone: 'Nowhere' }))).toEqual(['quietHours.end', 'quietHours.timeZone']);
});

test('a cancelled contract runs to the end of its month, in December too', () => {
  expect(endOfMonth(new Date('2026-12-31T23:59:59Z'))).toEqual(new Date('2027-01-01T00:00:00Z'));
});

test('an excerpt ends with a word and has no headings', () => {
  const excerpt = excerptOf(`## Heading\n${'word '.repeat(100)}`);
  expect(excerpt).toMatch(/^word .*word …$/);
  expect(excerpt.length).toBeLessThanOrEqual(202);
  expect(excerptOf('## Heading\nShort.')).toBe('Short.');
});
