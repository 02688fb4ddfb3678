// The entry point of the server and of all commands. Old versions of Node.js must be able to parse this file and the first
// import, so that they print a sentence instead of a SyntaxError. Everything else is loaded after that.
import './process/node-version.js'

import('./process/launch.js')
