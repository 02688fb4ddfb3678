// Plain JavaScript with no imports, so that old versions of Node.js can run it and print a sentence instead of a
// SyntaxError. `engines` in package.json states the same version.
const required = [24, 7]
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < required[0] || (major === required[0] && minor < required[1])) {
  process.stderr.write(
    `Metagauge API requires Node.js ${required.join('.')} or later; this is ${process.versions.node} (${process.execPath}). ` +
      'Install a newer Node.js, or run "npm ci" without --ignore-scripts and --omit=dev: it installs one for this project, ' +
      'which npm start and the other npm commands use.\n',
  )
  process.exit(1)
}
