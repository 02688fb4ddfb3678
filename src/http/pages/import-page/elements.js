/**
 * An element with a class and children. A string becomes text, never markup: names and contents of legacy files are
 * not trusted.
 * @param {string} name
 * @param {string} className
 * @param {...(Node | string)} children
 */
export function element(name, className, ...children) {
  const made = document.createElement(name)
  if (className !== '') made.className = className
  made.append(...children)
  return made
}

/**
 * The element of the page that has the id.
 * @template {HTMLElement} Type
 * @param {string} id
 * @param {new () => Type} type
 * @returns {Type}
 */
export function find(id, type) {
  const found = document.getElementById(id)
  if (found instanceof type) return found
  throw new Error(`The page has no ${id}.`)
}

/**
 * Shows or hides the part of the page that has the id.
 * @param {string} id
 * @param {boolean} isShown
 */
export function show(id, isShown) {
  find(id, HTMLElement).hidden = !isShown
}

/**
 * Sets a text only if it differs: a screen reader reads every change aloud.
 * @param {HTMLElement} where
 * @param {string} text
 */
export function write(where, text) {
  if (where.textContent !== text) where.textContent = text
}

/**
 * A row of a table. The first cell is its header.
 * @param {string | Node} name
 * @param {readonly (string | Node)[]} cells
 */
export function tableRow(name, cells) {
  const head = element('th', '', name)
  head.setAttribute('scope', 'row')
  return element('tr', '', head, ...cells.map((cell) => element('td', '', cell)))
}

/**
 * The header row of a table.
 * @param {readonly (string | Node)[]} names
 */
export function headRow(names) {
  const cells = names.map((name) => {
    const cell = element('th', '', name)
    cell.setAttribute('scope', 'col')
    return cell
  })
  return element('thead', '', element('tr', '', ...cells))
}

/**
 * A link to the report of a job.
 * @param {string} id
 * @param {string} text
 */
export function jobLink(id, text) {
  const link = document.createElement('a')
  link.href = `/imports/${encodeURIComponent(id)}`
  link.textContent = text
  return link
}

/**
 * A button that adds further items to a list and disappears after the last.
 * @param {string} text
 * @param {() => Promise<boolean>} addMore returns whether there are more items
 */
export function moreButton(text, addMore) {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = text
  button.addEventListener('click', async () => {
    button.disabled = true
    button.hidden = !(await addMore().catch(() => true))
    button.disabled = false
  })
  return button
}
