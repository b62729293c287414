-- The bearer of a link shows the account's password with it; so many wrong ones end the link.
ALTER TABLE account_link ADD COLUMN tries integer NOT NULL DEFAULT 0;
ALTER TABLE account_link ADD CONSTRAINT account_link_tries_check CHECK (tries BETWEEN 0 AND 10);
