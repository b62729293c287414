import { remarksFor, skillsInRemarks } from './remarks.ts';

describe('the remarks of a product', () => {
  it.each([
    ['Send somebody who knows Tablet repair (2). needs: skl_000007/2', [{ skillId: 'skl_000007', level: 2 }]],
    ['needs: skl_000007/2, skl_000012/1', [{ skillId: 'skl_000007', level: 2 }, { skillId: 'skl_000012', level: 1 }]],
    ['Needs: skl_000007/2 , skl_000012/1.  ', [{ skillId: 'skl_000007', level: 2 }, { skillId: 'skl_000012', level: 1 }]],
    ['It needs: a ladder.\nneeds: skl_000007/3', [{ skillId: 'skl_000007', level: 3 }]],
    ['needs: skl_000007/1, skl_000007/3', [{ skillId: 'skl_000007', level: 3 }]],
    ['needs: none', []],
  ])('%s', (remarks, skills) => expect(skillsInRemarks(remarks)).toEqual(skills));

  it.each(['', 'Ask Peter.', 'needs:', 'needs: skl_000007', 'needs: skl_000007/4', 'needs: skl_000007/2, Wi-Fi', 'needs: skl_000007/2 and skl_000008/1', 'needs: skl_000007/2,'])(
    'that cannot be read in full say nothing: %j',
    (remarks) => expect(skillsInRemarks(remarks)).toBeNull(),
  );

  it('that we write can be read back', () => {
    const needs = [{ skillId: 'skl_000007', skillName: 'Tablet repair', level: 2 }, { skillId: 'skl_0199-ab', skillName: 'needs: care', level: 1 }];
    expect(skillsInRemarks(remarksFor(needs))).toEqual(needs.map(({ skillId, level }) => ({ skillId, level })));
    expect(skillsInRemarks(remarksFor([]))).toEqual([]);
  });
});
