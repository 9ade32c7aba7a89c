/** The services that stand in the sandbox. */
export const serviceNames = ['reliatic', 'maintainkit', 'maintio', 'maintainx', 'uniasset'] as const;
export type ServiceName = (typeof serviceNames)[number];
