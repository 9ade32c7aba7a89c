-- When a command's effect was looked for no more: what the service tells later of the time when it was under way settles
-- it all the same.
ALTER TABLE "command" ADD COLUMN "given_up_at" TIMESTAMPTZ(3);
UPDATE "command" SET "given_up_at" = "sent_at" WHERE "status" = 'UNCERTAIN' AND "look_at" IS NULL;
