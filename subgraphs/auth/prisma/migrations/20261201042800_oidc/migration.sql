-- A sign-in by the company's identity provider that has begun: good once, because completing it deletes it.
CREATE TABLE oidc_login (
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  -- State, nonce and PKCE verifier, sealed by AUTH_SECRET.
  sealed_checks bytea NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  CONSTRAINT oidc_login_at_most_10_minutes CHECK (expires_at > created_at AND expires_at <= created_at + interval '10 minutes')
);
CREATE INDEX oidc_login_expiry ON oidc_login (expires_at);

-- Who an account is at the provider: an address that the provider gives to another person later opens nothing.
CREATE TABLE oidc_identity (
  account_id text PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  issuer text NOT NULL,
  subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
  linked_at timestamptz(3) NOT NULL,
  CONSTRAINT oidc_identity_subject UNIQUE (issuer, subject)
);
