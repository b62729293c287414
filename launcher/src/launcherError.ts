/** Something that the person at the keyboard can put right; printed as it is, without a stack. */
export class LauncherError extends Error {}

/** Somebody asked us to stop before everything was up. */
export class Stopped extends LauncherError {}
