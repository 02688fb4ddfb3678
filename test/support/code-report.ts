/** How a line begins with which the guard reports that somebody made code from text. */
export const report = 'code from text: '
