/** The services that stand in the sandbox. */
export const serviceNames = ['reliatic', 'maintainkit', 'maintio', 'uniasset'] as const;
export type ServiceName = (typeof serviceNames)[number];
