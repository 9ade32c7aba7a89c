/** The services that stand in the sandbox. */
export type ServiceName = 'reliatic' | 'maintainkit';
