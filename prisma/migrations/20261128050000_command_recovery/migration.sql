-- What it takes to send a command later, to look its effect up, and to keep the parts of one together.
ALTER TABLE "command"
  ADD COLUMN "sequence" BIGSERIAL NOT NULL,
  ADD COLUMN "parent_id" TEXT,
  ADD COLUMN "call" JSONB,
  ADD COLUMN "subject" TEXT,
  ADD COLUMN "is_queued" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "sent_at" TIMESTAMPTZ(3),
  ADD COLUMN "look_at" TIMESTAMPTZ(3),
  ALTER COLUMN "service" DROP NOT NULL;
CREATE INDEX "command_tenant_id_service_status_sequence_idx" ON "command"("tenant_id", "service", "status", "sequence");
CREATE INDEX "command_parent_id_idx" ON "command"("parent_id");
-- When a record was first heard of: one that was known before a command was sent is not that command's doing.
-- When it changed last: what was changed since somebody saw it is not to be overwritten.
ALTER TABLE "source_record" ADD COLUMN "first_recorded_at" TIMESTAMPTZ(3), ADD COLUMN "changed_at" TIMESTAMPTZ(3);
UPDATE "source_record" SET "first_recorded_at" = "recorded_at", "changed_at" = "recorded_at";
ALTER TABLE "source_record" ALTER COLUMN "first_recorded_at" SET NOT NULL, ALTER COLUMN "changed_at" SET NOT NULL;
