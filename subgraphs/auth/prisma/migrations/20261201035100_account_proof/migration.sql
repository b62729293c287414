-- An e-mail address belongs to at most one account that has proven it; up to three that have not may share it, and lapse.
ALTER TABLE account ADD COLUMN email_verified_at timestamptz(3);
-- Accounts that are there already keep their address: whoever made them vouched for it.
UPDATE account SET email_verified_at = created_at WHERE status IN ('ACTIVE', 'DEACTIVATED');
DROP INDEX account_email;
CREATE UNIQUE INDEX account_email ON account (email) WHERE email_verified_at IS NOT NULL;
CREATE INDEX account_by_email ON account (email);
CREATE INDEX account_unproven ON account (created_at) WHERE email_verified_at IS NULL AND status IN ('PROVISIONED', 'ACTIVE');
ALTER TABLE account ADD CONSTRAINT account_proof_needs_an_address CHECK (email_verified_at IS NULL OR email IS NOT NULL);

CREATE FUNCTION account_unproven_are_few() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('account_unproven_are_few ' || NEW.email));
  IF (SELECT count(*) FROM account WHERE email = NEW.email AND email_verified_at IS NULL) > 3 THEN
    RAISE EXCEPTION 'account_unproven_are_few: three unproven accounts share this address already' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER account_unproven_are_few AFTER INSERT OR UPDATE OF email, email_verified_at ON account FOR EACH ROW
  WHEN (NEW.email IS NOT NULL AND NEW.email_verified_at IS NULL) EXECUTE FUNCTION account_unproven_are_few();

-- Links in mails: each is good once, because using it deletes it.
CREATE TABLE account_link (
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  account_id text NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  purpose text NOT NULL CHECK (purpose IN ('VERIFY_EMAIL', 'CHANGE_EMAIL', 'RESET_PASSWORD')),
  -- The address that the mail went to, and that the link proves.
  email text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  CONSTRAINT account_link_at_most_7_days CHECK (expires_at > created_at AND expires_at <= created_at + interval '7 days')
);
CREATE INDEX account_link_account ON account_link (account_id, purpose);
CREATE INDEX account_link_expiry ON account_link (expires_at);

-- What the customer context has still to be told: the newest proof of each account.
CREATE TABLE email_confirmation (
  account_id text PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  customer_id text NOT NULL CHECK (customer_id LIKE 'cus\_%'),
  email text NOT NULL,
  proven_at timestamptz(3) NOT NULL,
  next_at timestamptz(3) NOT NULL,
  tries integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
  told_at timestamptz(3),
  dead_at timestamptz(3),
  last_error text CHECK (length(last_error) <= 300),
  CHECK (told_at IS NULL OR dead_at IS NULL)
);
CREATE INDEX email_confirmation_due ON email_confirmation (next_at) WHERE told_at IS NULL AND dead_at IS NULL;

-- A code by mail, for an owner who is locked out by the wrong passwords of others.
CREATE TABLE sign_in_code (
  account_id text PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  code_hash bytea NOT NULL CHECK (length(code_hash) = 32),
  expires_at timestamptz(3) NOT NULL,
  tries integer NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5)
);

ALTER TABLE session ADD COLUMN device text CHECK (length(device) <= 100);
ALTER TABLE session ADD COLUMN network text CHECK (length(network) <= 100);
ALTER TABLE session ADD COLUMN last_seen_at timestamptz(3);

-- Failures count by address and account together, so that those from elsewhere do not lock the owner out.
ALTER TABLE sign_in_throttle DROP CONSTRAINT sign_in_throttle_key_check;
ALTER TABLE sign_in_throttle ADD CONSTRAINT sign_in_throttle_key_check CHECK (key ~ '^[a-z]+:' AND length(key) <= 200);

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
