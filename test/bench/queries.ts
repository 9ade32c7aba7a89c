/** The queries of the benchmark, as clients send them. */
export const queryNames = ['Q1', 'Q2', 'Q3', 'Q4'] as const;
export type QueryName = (typeof queryNames)[number];

const assetChildren = `
    riskRanking { cell level probabilityOfFailure consequenceOfFailure }
    failureModes { nodes { id description severity occurrence detection rpn priority } }
    inspections { nodes { id type date inspectorName effectiveness } }
    actions { nodes { id title status priority dueDate } }`;

export const documents: Readonly<Record<QueryName, string>> = {
  Q1: `query Q1 {
  assets(first: 50) { nodes { id tagNumber name } }
}`,
  Q2: `query Q2 {
  assets(first: 50) { nodes { id tagNumber name${assetChildren}
  } }
}`,
  Q3: `query Q3($id: ID!) {
  asset(id: $id) { id tagNumber name${assetChildren}
  }
}`,
  Q4: `query Q4 {
  parts(first: 100) { nodes { sku name stockLevels { nodes { location { name } onHand } } } }
}`,
};
