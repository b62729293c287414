-- Counts saves by an ADMIN, who names the one that they have seen; and what each save changed: [{ field, from, to }].
ALTER TABLE "account" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1);
ALTER TABLE "audit_entry" ADD COLUMN "changes" JSONB CHECK (jsonb_typeof(changes) = 'array');
