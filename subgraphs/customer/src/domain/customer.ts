export type Channel = 'EMAIL' | 'SMS';
export type QuietHours = { start: string; end: string; timeZone: string };
export type NotificationPreferences = { channel: Channel; quietHours: QuietHours | null };

export type Customer = {
  id: string;
  name: string;
  email: string;
  phone: string | null;
  notificationPreferences: NotificationPreferences;
  accountId: string | null;
  /** When the present address and number were proven; null: they are not. */
  emailVerifiedAt: Date | null;
  phoneVerifiedAt: Date | null;
  createdAt: Date;
};

export type Postal = { line1: string; line2: string | null; city: string; postcode: string; country: string };
export type Address = Postal & { id: string; customerId: string };
