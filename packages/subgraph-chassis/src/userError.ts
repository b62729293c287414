/** Why a mutation did not do what was asked; nothing was changed. */
export type UserError = { code: string; message: string; field: string | null };

/** @param field path within `input`, e.g. windows[0].start */
export const userError = (code: string, message: string, field?: string): UserError => ({
  code,
  message,
  field: field ?? null,
});
