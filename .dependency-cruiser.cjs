/**
 * Who may import whom, as data: a room of src/ and the rooms it may import. Type imports count.
 * A room that is not in this table may neither import nor be imported, so a new room starts here.
 */
const rooms = {
  config: [],
  domain: [],
  telemetry: ['config'],
  upstream: ['domain', 'telemetry'],
  database: ['config', 'telemetry'],
  events: ['domain', 'database', 'telemetry'],
  tenancy: ['domain', 'database', 'telemetry'],
  replica: ['domain', 'database', 'events', 'telemetry'],
  sync: ['domain', 'upstream', 'database', 'events', 'tenancy', 'replica', 'telemetry'],
  webhooks: ['domain', 'upstream', 'database', 'events', 'tenancy', 'replica', 'telemetry'],
  commands: ['domain', 'upstream', 'database', 'events', 'tenancy', 'replica', 'telemetry'],
  graphql: ['domain', 'events', 'tenancy', 'replica', 'commands', 'telemetry'],
  http: ['config', 'telemetry', 'events', 'tenancy', 'replica', 'webhooks', 'graphql'],
  sandbox: ['domain'],
};
/** They know every room, and nobody imports them. */
const composition = ['cli/', 'main[.]ts$'];

/** Rooms that own tables: only they speak through the generated client. */
const ownersOfTables = ['database', 'events', 'tenancy', 'replica', 'sync', 'webhooks', 'commands'];

/** Packages that stay in their rooms (and in the composition), with the reason. */
const packages = [
  {
    name: 'graphql-stays-at-the-edge',
    comment: 'GraphQL is a way to speak with the product; the rules and the replica do not know it.',
    path: '(^|/)node_modules/(type-graphql|graphql|graphql-[^/]+|@apollo/[^/]+|@graphql-[^/]+/[^/]+)/',
    rooms: ['graphql', 'http'],
  },
  {
    name: 'prisma-stays-in-database',
    comment: 'Other rooms take what they need of Prisma from the generated client.',
    path: '(^|/)node_modules/(@prisma/[^/]+|prisma)/',
    rooms: ['database'],
  },
];

const folder = (names) => `^src/(${names.join('|')})/`;
const anyRoom = `^src/(${[...Object.keys(rooms).map((room) => `${room}/`), ...composition].join('|')})`;
const oneOfTheServices = '^src/(upstream|sandbox)/(?!http/|demo-plant/)([^/]+)/';

const arrows = Object.entries(rooms).map(([room, allowed]) => ({
  name: `room-${room}`,
  comment: allowed.length > 0 ? `${room} may import ${allowed.join(', ')}.` : `${room} imports no other room.`,
  severity: 'error',
  from: { path: folder([room]) },
  to: { path: '^src/', pathNot: folder([room, ...allowed]) },
}));

const borders = packages.map((border) => ({
  name: border.name,
  comment: border.comment,
  severity: 'error',
  from: { path: '^src/', pathNot: `${folder(border.rooms)}|^src/(${composition.join('|')})` },
  to: { path: border.path },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...arrows,
    ...borders,
    {
      name: 'unknown-room',
      comment: 'Give the room a line in the table first.',
      severity: 'error',
      from: { path: '^src/', pathNot: anyRoom },
      to: {},
    },
    {
      name: 'unknown-room-imported',
      comment: 'Give the room a line in the table first.',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: anyRoom },
    },
    {
      name: 'services-do-not-know-each-other',
      comment: 'A sixth service is one more room and one line in a registry.',
      severity: 'error',
      from: { path: oneOfTheServices },
      to: { path: oneOfTheServices, pathNot: '^src/$1/$2/' },
    },
    {
      name: 'the-row-stays-with-its-owner',
      comment: 'The generated client never reaches the rules, the services or the edge.',
      severity: 'error',
      from: { path: '^src/', pathNot: folder(ownersOfTables) },
      to: { path: '^src/database/generated/' },
    },
    {
      name: 'nobody-imports-the-composition',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(${composition.join('|')})` },
      to: { path: `^src/(${composition.join('|')})` },
    },
    { name: 'src-never-imports-test', severity: 'error', from: { path: '^src/' }, to: { path: '^test/' } },
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'not-resolvable',
      comment: 'An import that leads nowhere escapes every other rule.',
      severity: 'error',
      from: {},
      // A package of types alone has no module to lead to.
      to: { couldNotResolve: true, pathNot: '^@graphql-typed-document-node/core$' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^src/database/generated'] },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
