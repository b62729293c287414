-- Messages that several causes share while they wait: of one key there is one that nobody has handed over yet.
ALTER TABLE outbox ADD COLUMN gather_key text;
CREATE UNIQUE INDEX outbox_gathering ON outbox (gather_key) WHERE tries = 0;
