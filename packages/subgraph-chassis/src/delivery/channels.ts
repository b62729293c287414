/** One message on its way out. `id` names the delivery: a channel that sees it again must not make a second message of it. */
export type Message = { id: string; to: string; subject: string; body: string; template: string; recipient_kind: string; recipient_id: string };

/** Resolves when the other side has taken the message, and rejects when it has not. Bounded in time. */
export type Sender = (message: Message) => Promise<void>;

export type Channel = 'EMAIL' | 'SMS';

/** The port behind which an SMS provider can be plugged in. */
export type Channels = Record<Channel, Sender> & { close(): void };
