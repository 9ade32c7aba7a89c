import type { Contract, ReadCases, WebhookCase } from './contract.ts';
import { maintainKit } from './maintainkit.ts';
import { maintainX } from './maintainx.ts';
import { maintIo } from './maintio.ts';
import { reliatic } from './reliatic.ts';
import { uniAsset } from './uniasset.ts';

export const contracts: readonly Contract[] = [reliatic, maintainKit, maintIo, maintainX, uniAsset];

const isReadable = (contract: Contract): contract is Contract & { reads: ReadCases } => contract.reads !== null;

/** Those of services that can be read. */
export const readableContracts = contracts.filter(isReadable);

const isHeard = (contract: Contract): contract is Contract & { webhook: WebhookCase } => contract.webhook !== null;

/** Those of services that send webhooks. */
export const heardContracts = contracts.filter(isHeard);
