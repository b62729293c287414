-- A number is proven as it stands: another one is not.
CREATE FUNCTION customer_other_phone_is_unproven() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.phone_verified_at := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER customer_other_phone_is_unproven BEFORE UPDATE ON customer FOR EACH ROW
  WHEN (NEW.phone IS DISTINCT FROM OLD.phone) EXECUTE FUNCTION customer_other_phone_is_unproven();

-- The newest code of each customer, for the number that it was sent to. The hash is argon2id: six digits are quickly guessed from any other.
CREATE TABLE phone_code (
  customer_id text PRIMARY KEY REFERENCES customer (id) ON DELETE CASCADE,
  phone text NOT NULL,
  code_hash text NOT NULL CHECK (code_hash LIKE '$argon2id$%'),
  expires_at timestamptz(3) NOT NULL,
  tries smallint NOT NULL DEFAULT 0 CONSTRAINT phone_code_five_tries CHECK (tries BETWEEN 0 AND 5)
);

-- Who had codes sent, to be counted by account and by network.
CREATE TABLE phone_code_request (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id text NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
  network text NOT NULL,
  at timestamptz(3) NOT NULL
);
CREATE INDEX phone_code_request_of_customer ON phone_code_request (customer_id, at);
CREATE INDEX phone_code_request_of_network ON phone_code_request (network, at);

-- Mails and SMS of this context, each written in the transaction of its effect: packages/subgraph-chassis/src/delivery/README.md
CREATE TABLE outgoing_message (
  id text PRIMARY KEY CHECK (id LIKE 'msg\_%'),
  channel text NOT NULL CHECK (channel IN ('EMAIL', 'SMS')),
  recipient text NOT NULL CHECK (length(recipient) BETWEEN 3 AND 320),
  template text NOT NULL,
  subject text NOT NULL CHECK (length(subject) <= 200),
  body text CHECK (length(body) BETWEEN 1 AND 5000),
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  next_at timestamptz(3) NOT NULL,
  tries integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
  replays integer NOT NULL DEFAULT 0 CHECK (replays BETWEEN 0 AND 5),
  sent_at timestamptz(3),
  dead_at timestamptz(3),
  last_error text CHECK (length(last_error) <= 300),
  CONSTRAINT outgoing_message_expires CHECK (expires_at > created_at AND expires_at <= created_at + interval '30 days'),
  CONSTRAINT outgoing_message_sent_or_dead CHECK (sent_at IS NULL OR dead_at IS NULL),
  -- A body may hold a secret: it stays as long as it may still have to be sent, and not longer.
  CONSTRAINT outgoing_message_body_until_sent CHECK (CASE WHEN sent_at IS NOT NULL THEN body IS NULL WHEN dead_at IS NULL THEN body IS NOT NULL ELSE true END)
);
CREATE INDEX outgoing_message_due ON outgoing_message (next_at, id) WHERE sent_at IS NULL AND dead_at IS NULL;
CREATE INDEX outgoing_message_dead ON outgoing_message (dead_at, id) WHERE dead_at IS NOT NULL;
CREATE INDEX outgoing_message_recipient ON outgoing_message (channel, recipient, created_at);
CREATE INDEX outgoing_message_age ON outgoing_message (created_at);
