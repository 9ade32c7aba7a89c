import type { Setting, SettingName } from '../../upstream/diagnosis.ts';

const endings = { apiKey: 'API_KEY', baseUrl: 'BASE_URL', organizationId: 'ORG_ID' } as const satisfies Record<
  Setting,
  string
>;

/** The variable of the environment that holds the setting: `RELIATIC_API_KEY`. */
export const nameOfSetting: SettingName = (setting, service) => `${service}_${endings[setting]}`;
