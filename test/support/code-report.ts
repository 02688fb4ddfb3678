/** The start of a line in which the guard reports code generation from text. */
export const report = 'code from text: '
