import { deterministicUuid } from '../deterministic-uuid.ts';

/** An id such as UniAsset makes, always the same for the same name. */
export const opaqueId = (name: string): string => `c${deterministicUuid(name).replaceAll('-', '').slice(0, 24)}`;
