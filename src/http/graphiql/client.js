/** Runs in the browser: GraphiQL over this origin's HTTP and WebSocket endpoints. Settings come with the page. */
/* global YogaGraphiQL, graphqlWs */
const settings = JSON.parse(document.querySelector('#settings').textContent);

self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_moduleId, label) => settings.workers[label] ?? settings.workers.editorWorkerService,
};

/** Keeps apart what the browser remembers for other keys and examples on the same host. */
const storage = {
  get length() {
    return localStorage.length;
  },
  getItem: (key) => localStorage.getItem(settings.storage + key),
  setItem: (key, value) => localStorage.setItem(settings.storage + key, value),
  removeItem: (key) => localStorage.removeItem(settings.storage + key),
  clear() {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(settings.storage)) localStorage.removeItem(key);
    }
  },
};

function isSubscription(documentAST, operationName) {
  const operations = (documentAST?.definitions ?? []).filter((definition) => definition.kind === 'OperationDefinition');
  const named = operations.find((operation) => operation.name?.value === operationName);
  return (named ?? operations[0])?.operation === 'subscription';
}

/** GraphiQL prints what it catches, and a stack of this page says nothing to its reader. */
function fault(message) {
  return Object.assign(new Error(message), { stack: undefined });
}

async function query(request, headers) {
  const response = await fetch(settings.endpoint, {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      accept: 'application/graphql-response+json, application/json',
      ...headers,
      'content-type': 'application/json',
    },
    body: JSON.stringify(request),
  });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw fault(`HTTP ${response.status} ${response.statusText}: ${text.slice(0, 500)}`);
  }
}

/** A WebSocket cannot carry headers, so those of the headers editor travel as connectionParams. */
function subscription(request, headers) {
  const names = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase() === 'authorization' ? 'Authorization' : name,
    value,
  ]);
  const url = new URL(settings.subscriptionEndpoint, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  const client = graphqlWs.createClient({
    url: url.href,
    connectionParams: Object.fromEntries(names),
    retryAttempts: 0,
  });
  // An observable and not an async generator: stopping must not wait for the next event.
  return {
    subscribe(sink) {
      const unsubscribe = client.subscribe(request, { ...sink, error: (reason) => sink.error(readable(reason)) });
      return { unsubscribe };
    },
  };
}

function readable(reason) {
  return reason instanceof CloseEvent ? fault(`The connection was closed: ${reason.code} ${reason.reason}`) : reason;
}

/** At the first visit GraphiQL fills its editors from these, later from what it stored. */
const firstVisit = storage.getItem('graphiql:tabState') === null;

YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
  title: 'Maintgraph',
  logo: '',
  fetcher: (request, { headers = {}, documentAST } = {}) =>
    isSubscription(documentAST, request.operationName) ? subscription(request, headers) : query(request, headers),
  headers: settings.headers,
  ...(firstVisit ? { variables: settings.tabs[0]?.variables } : {}),
  defaultTabs: settings.tabs,
  defaultEditorToolsVisibility: settings.headers !== '' && settings.tabs[0]?.variables ? 'variables' : 'headers',
  // A key that a user typed is not kept on disk; the demo's own key comes with the page anyway.
  shouldPersistHeaders: settings.headers !== '',
  storage,
  // Without it, every keystroke would go into the address bar.
  onEditQuery: () => {},
});
