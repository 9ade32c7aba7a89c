-- What a command is about to replace, as it was read: a change that somebody else makes in between is found by it.
ALTER TABLE "command" ADD COLUMN "basis" JSONB, ADD COLUMN "based_at" TIMESTAMPTZ(3);
CREATE INDEX "command_tenant_id_service_subject_idx" ON "command"("tenant_id", "service", "subject");
-- By when a service says that something happened, whenever its webhook came.
CREATE INDEX "webhook_receipt_connection_id_occurred_at_idx" ON "webhook_receipt"("connection_id", "occurred_at");
