// Runs in the browser as it stands, after graphiql.js. The server writes the settings into the page.
const editor = document.querySelector('#graphiql')
const settings = JSON.parse(editor.dataset.settings)
const keyField = document.querySelector('#api-key')
const keyState = document.querySelector('#key-state')
const storedKey = 'metagauge.apiKey'

// sessionStorage ends with the tab: a key left in localStorage would stay on a shared machine.
keyField.value = sessionStorage.getItem(storedKey) ?? ''
keyField.addEventListener('input', keepKey)
document.querySelector('#key-form').addEventListener('submit', (event) => event.preventDefault())
document.querySelector('#restore').addEventListener('click', restoreExamples)
showKeyState()

self.MonacoEnvironment = { getWorkerUrl: (_id, label) => settings.workers[label] }
self.YogaGraphiQL.renderYogaGraphiQL(editor, {
  fetcher: sendQuery,
  defaultTabs: settings.examples,
  shouldPersistHeaders: false,
  defaultEditorToolsVisibility: false,
  // Without this the page's address would carry the query into the browser's history.
  onEditQuery: () => undefined,
  title: '',
  logo: '',
})

function keepKey() {
  sessionStorage.setItem(storedKey, keyField.value.trim())
  showKeyState()
}

function showKeyState() {
  keyState.value =
    keyField.value.trim() === '' ? 'No key: anonymous' : 'Sent as X-API-Key, kept for this tab only'
}

function restoreExamples() {
  // Not before the page goes: until then the editor would write its tabs again.
  addEventListener('pagehide', forgetTabs)
  location.reload()
}

function forgetTabs() {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith('graphiql:')) localStorage.removeItem(name)
  }
}

async function sendQuery(query, options) {
  const key = keyField.value.trim()
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json, application/json',
      'content-type': 'application/json',
      ...(key === '' ? {} : { 'x-api-key': key }),
      ...options?.headers,
    },
    body: JSON.stringify(query),
  })
  const text = await response.text()
  try {
    // Not response.json(): graphiql.js teaches JSON.parse to keep integers beyond 2^53 exact.
    return JSON.parse(text)
  } catch {
    return { errors: [{ message: `The server answered ${response.status} and no JSON.` }] }
  }
}
