// Runs in the browser without a build step, after graphiql.js. The server writes the settings into the page.
const editor = find('#graphiql')
const settings = JSON.parse(editor.dataset.settings)
const dialog = find('#sign-in')
/** The imports page reads the same item. sessionStorage ends with the tab; localStorage would outlive it on a shared machine. */
const credentialItem = 'metagauge.apiKey'
const logIn = 'mutation ($input: LoginInput!) { login(input: $input) { token } }'
const who = '{ me { name email } }'

find('#restore').addEventListener('click', restoreExamples)
find('#open-sign-in').addEventListener('click', () => dialog.showModal())
find('#cancel').addEventListener('click', () => dialog.close())
find('#sign-out').addEventListener('click', signOut)
find('#password-form').addEventListener('submit', (event) => void submit(event, signInWithPassword))
find('#key-form').addEventListener('submit', (event) => void submit(event, signInWithKey))
void showAccount()

self.MonacoEnvironment = { getWorkerUrl: (_id, label) => settings.workers[label] }
selectStoredTab()
self.YogaGraphiQL.renderYogaGraphiQL(editor, {
  fetcher: (query, options) => sendQuery(withoutStaleName(query), storedCredential(), options?.headers),
  defaultTabs: settings.examples,
  shouldPersistHeaders: false,
  defaultEditorToolsVisibility: false,
  // Otherwise GraphiQL writes the query into the page's address, and the browser keeps it in its history.
  onEditQuery: () => undefined,
  title: '',
  logo: '',
})

function find(selector) {
  return document.querySelector(selector)
}

/**
 * GraphiQL opens an empty tab unless the last query in its storage is that of a stored tab, which is so only after an
 * edit. Storing the active tab's query there makes GraphiQL open that tab.
 */
function selectStoredTab() {
  const state = JSON.parse(localStorage.getItem('graphiql:tabState') ?? '{}')
  const tab = state.tabs?.[state.activeTabIndex]
  for (const name of ['query', 'variables', 'headers']) {
    const text = tab?.[name]
    if (typeof text === 'string' && text !== '') localStorage.setItem(`graphiql:${name}`, text)
    else localStorage.removeItem(`graphiql:${name}`)
  }
}

/** Just after a change of tabs, GraphiQL still sends the name of the previous tab's operation. */
function withoutStaleName({ operationName, ...query }) {
  const isStale = !new RegExp(`\\b(query|mutation|subscription)\\s+${operationName}\\b`).test(query.query)
  return isStale ? query : { ...query, operationName }
}

function restoreExamples() {
  // GraphiQL writes its tabs again until the page is left.
  addEventListener('pagehide', forgetTabs)
  location.reload()
}

function forgetTabs() {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith('graphiql:')) localStorage.removeItem(name)
  }
}

function storedCredential() {
  return sessionStorage.getItem(credentialItem) ?? ''
}

async function submit(event, signIn) {
  event.preventDefault()
  const problem = find('#sign-in-error')
  problem.textContent = ''
  try {
    sessionStorage.setItem(credentialItem, await signIn())
    for (const form of dialog.querySelectorAll('form')) form.reset()
    dialog.close()
  } catch (error) {
    problem.textContent = error.message
  }
  await showAccount()
}

async function signInWithPassword() {
  const input = { email: find('#email').value, password: find('#password').value }
  const { login } = await ask({ query: logIn, variables: { input } }, '')
  return login.token
}

async function signInWithKey() {
  const key = find('#api-key').value.trim()
  if (!/^[\x21-\x7e]+$/.test(key)) throw new Error('An API key consists of ASCII characters without spaces.')
  await ask({ query: who }, key)
  return key
}

function signOut() {
  sessionStorage.removeItem(credentialItem)
  void showAccount()
}

async function showAccount() {
  const credential = storedCredential()
  const account = find('#account')
  find('#open-sign-in').hidden = credential !== ''
  find('#sign-out').hidden = credential === ''
  account.value = credential === '' ? 'Not signed in' : 'Signed in'
  if (credential === '') return
  try {
    const { me } = await ask({ query: who }, credential)
    if (credential === storedCredential()) account.value = `Signed in as ${me.name ?? me.email}`
  } catch (error) {
    account.value = error.message
  }
}

/** The data of an answer; throws the first error. */
async function ask(query, credential) {
  const { data, errors } = await sendQuery(query, credential)
  if (errors?.length > 0) throw new Error(errors[0].message)
  return data
}

async function sendQuery(query, credential, headers) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json, application/json',
      'content-type': 'application/json',
      ...(credential === '' ? {} : { 'x-api-key': credential }),
      ...headers,
    },
    body: JSON.stringify(query),
  })
  const text = await response.text()
  try {
    // Not response.json(): graphiql.js replaces JSON.parse with one that keeps integers beyond 2^53 exact.
    return JSON.parse(text)
  } catch {
    return { errors: [{ message: `The server answered with status ${response.status} and no JSON.` }] }
  }
}
