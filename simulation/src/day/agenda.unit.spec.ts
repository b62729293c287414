import fc from '@sysops-squad/chassis/testing/properties';
import { Agenda } from './agenda.ts';

test('everything happens by time, and at the same time in the order in which it was entered', () => {
  fc.assert(fc.property(fc.array(fc.nat(20), { maxLength: 60 }), (times) => {
    const agenda = new Agenda();
    const happened: [number, number][] = [];
    times.forEach((time, order) => agenda.at(time, () => happened.push([agenda.now, order])));
    agenda.run(100);
    expect(happened).toEqual(times.map((time, order): [number, number] => [time, order]).sort((a, b) => a[0] - b[0] || a[1] - b[1]));
  }));
});

test('what an event causes in the past happens at once; what lies after the end does not happen', () => {
  const agenda = new Agenda();
  const happened: string[] = [];
  agenda.at(10, () => agenda.at(5, () => happened.push(`late, at ${agenda.now}`)));
  agenda.at(101, () => happened.push('after the end'));
  agenda.run(100);
  expect(happened).toEqual(['late, at 10']);
  expect(agenda.now).toBe(100);
});
