/** The services that stand in the sandbox. */
export const serviceNames = ['reliatic', 'maintainkit', 'maintainx'] as const;
export type ServiceName = (typeof serviceNames)[number];
