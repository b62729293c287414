/** Where whoever may read the data folder asks a running launcher for changes. */
export type Control = { url: string; token: string };

/** The last line of an answer; everything before it tells how far it is. */
export const done = 'done';
export const failed = 'failed: ';
