-- Secrets of second factors: sealed by AUTH_SECRET, so that a copy of the database signs in nobody.
CREATE TABLE totp (
  account_id text PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  sealed_secret bytea NOT NULL CHECK (length(sealed_secret) >= 44),
  created_at timestamptz(3) NOT NULL,
  -- Null: shown to its owner, not in force before a first code was right.
  confirmed_at timestamptz(3),
  -- The time step of the newest code that was taken: no code is good twice, nor an older one after it.
  last_step bigint NOT NULL DEFAULT 0
);
CREATE FUNCTION totp_steps_go_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'totp_steps_go_on: a code is good once' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER totp_steps_go_on BEFORE UPDATE ON totp FOR EACH ROW
  WHEN (NEW.sealed_secret = OLD.sealed_secret AND NEW.last_step < OLD.last_step) EXECUTE FUNCTION totp_steps_go_on();

-- Each is good once, because using it deletes it.
CREATE TABLE recovery_code (
  account_id text NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  code_hash bytea NOT NULL CHECK (length(code_hash) = 32),
  PRIMARY KEY (account_id, code_hash)
);

CREATE TABLE passkey (
  id text PRIMARY KEY CHECK (length(id) BETWEEN 16 AND 1400),
  account_id text NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  public_key bytea NOT NULL,
  counter bigint NOT NULL CHECK (counter >= 0),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  created_at timestamptz(3) NOT NULL,
  last_used_at timestamptz(3)
);
CREATE INDEX passkey_account ON passkey (account_id, created_at);

-- A sign-in, or the making of a passkey, that waits for its second half.
CREATE TABLE login_challenge (
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  purpose text NOT NULL CHECK (purpose IN ('SECOND_FACTOR', 'PASSKEY_SIGN_IN', 'PASSKEY_REGISTRATION')),
  account_id text REFERENCES account (id) ON DELETE CASCADE,
  -- Digest of the password's hash that was right: a changed password ends what waits.
  password_mark bytea CHECK (length(password_mark) = 32),
  webauthn_challenge text NOT NULL,
  tries integer NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  CONSTRAINT login_challenge_at_most_10_minutes CHECK (expires_at > created_at AND expires_at <= created_at + interval '10 minutes'),
  CONSTRAINT login_challenge_of_an_account CHECK ((purpose = 'PASSKEY_SIGN_IN') = (account_id IS NULL) AND (purpose = 'SECOND_FACTOR') = (password_mark IS NOT NULL))
);
CREATE INDEX login_challenge_expiry ON login_challenge (expires_at);
CREATE INDEX login_challenge_account ON login_challenge (account_id);
