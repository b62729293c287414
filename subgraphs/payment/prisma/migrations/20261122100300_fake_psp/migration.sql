-- The payment service provider of the embedded defaults: another system in truth, so nothing of ours refers to it.
CREATE SCHEMA fake_psp;

CREATE TABLE fake_psp.payment (
  id text PRIMARY KEY,
  reference text NOT NULL UNIQUE,
  token text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  currency text NOT NULL,
  status text NOT NULL CHECK (status IN ('AUTHORISED', 'CAPTURED', 'DECLINED', 'REFUNDED')),
  decline_code text,
  refund_id text UNIQUE,
  changed_at timestamptz(3) NOT NULL
);

CREATE TABLE fake_psp.event (
  id text PRIMARY KEY,
  type text NOT NULL,
  payment_id text NOT NULL,
  deliveries integer NOT NULL,
  created_at timestamptz(3) NOT NULL
);
CREATE INDEX event_to_deliver ON fake_psp.event (created_at) WHERE deliveries > 0;
