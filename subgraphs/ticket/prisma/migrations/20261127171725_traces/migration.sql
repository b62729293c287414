-- Whatever follows from an entry or message, a push included, belongs to the trace in which it was written. Null: it was not traced.
-- AlterTable
ALTER TABLE "ticket_event" ADD COLUMN     "traceparent" TEXT;

-- AlterTable
ALTER TABLE "outbox" ADD COLUMN     "traceparent" TEXT;

-- AlterTable
ALTER TABLE "expert_feed" ADD COLUMN     "traceparent" TEXT;
