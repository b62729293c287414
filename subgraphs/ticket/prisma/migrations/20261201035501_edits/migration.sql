-- How often people edited the ticket, its creation included: what they name when they save, so that no edit is lost to another.
ALTER TABLE "ticket" ADD COLUMN "edit_version" INTEGER NOT NULL DEFAULT 1 CHECK (edit_version >= 1);

-- What an edit changed: [{ field, from, to }]; null for any other entry.
ALTER TABLE "ticket_history" ADD COLUMN "changes" JSONB CHECK (jsonb_typeof(changes) = 'array');
