import type { Attention } from './ticket.ts';

const words: Readonly<Record<string, string>> = {
  NOT_COVERED: 'We are checking which plan covers this product.',
  UNKNOWN_PRODUCT: 'We are finding out which product this is.',
  UNKNOWN_CUSTOMER: 'We are finding out whose ticket this is.',
  UNKNOWN_ADDRESS: 'We are checking the address.',
  OUTSIDE_TERRITORIES: 'We are checking whether an expert can come to this address.',
  NO_EXPERT: 'We are still looking for an expert.',
};
const otherwise = 'Our staff are looking into it.';

const wordsFor = (reason: string): string => words[reason] ?? otherwise;

/** Without what dispatch counted and what staff wrote for each other. */
export const attentionForOutsiders = ({ reason, since }: Attention): Attention => ({ reason, summary: wordsFor(reason), since });

/** Of the history, where a reason stands before its summary. */
export const reasonForOutsiders = (text: string | null): string => wordsFor(text?.split(':')[0] ?? '');
