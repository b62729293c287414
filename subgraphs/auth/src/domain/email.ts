const pattern = /^[^\s@"<>(),:;\\[\]]+@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/;

/** The form in which addresses are compared and kept; null when it cannot be one. */
export function normalEmail(text: string): string | null {
  const email = text.trim().toLowerCase();
  return email.length <= 254 && pattern.test(email) ? email : null;
}
