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

/**
 * The operations of a document, by what stands outside of its braces. GraphiQL's own reading of the document comes a
 * moment after the text has changed, and would name the last tab's operation to whoever is quick.
 */
function operationsOf(text) {
  let outline = text.replace(/#.*|"""[^]*?"""|"(?:\\.|[^"\\])*"/g, ' ');
  for (let before = ''; before !== outline;) {
    before = outline;
    outline = outline.replace(/\([^(){}]*\)/g, ' ').replace(/\{[^(){}]*\}/g, ';');
  }
  return outline
    .split(';')
    .slice(0, -1)
    .map((head) => /^[\s,]*(query|mutation|subscription)\b\s*(\w+)?|^[\s,]*$/.exec(head))
    .filter((match) => match !== null)
    .map(([, kind = 'query', name]) => ({ kind, name }));
}

function answer(request, headers = {}) {
  const operations = operationsOf(request.query);
  const { kind, name } =
    operations.find((operation) => operation.name === request.operationName) ?? operations[0] ?? {};
  const exact = { ...request, operationName: name };
  return kind === 'subscription' ? subscribable(exact, headers) : post(exact, headers);
}

/** GraphiQL prints what it catches, and a stack of this page says nothing to its reader. */
function fault(message) {
  return Object.assign(new Error(message), { stack: undefined });
}

async function post(request, headers) {
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
function subscribable(request, headers) {
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

/** Told which tab was active, GraphiQL opens that one again; otherwise it would add an empty one. */
function activeTab() {
  try {
    const { tabs, activeTabIndex } = JSON.parse(storage.getItem('graphiql:tabState'));
    return tabs[activeTabIndex];
  } catch {
    return settings.tabs[0];
  }
}
const { query: initialQuery, variables, headers: initialHeaders } = activeTab() ?? {};

YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
  title: 'Maintgraph',
  logo: '',
  fetcher: (request, { headers } = {}) => answer(request, headers),
  query: initialQuery,
  variables,
  initialHeaders: initialHeaders ?? settings.headers,
  headers: settings.headers,
  defaultTabs: settings.tabs,
  defaultEditorToolsVisibility: settings.headers !== '' && settings.tabs[0]?.variables ? 'variables' : 'headers',
  // A key that a user typed is not kept on disk; the demo's own key comes with the page anyway.
  shouldPersistHeaders: settings.headers !== '',
  storage,
  // Without it, every keystroke would go into the address bar.
  onEditQuery: () => {},
});
