@rem npm scripts begin with `exec`, so that no shell stays between npm and Node.js. Windows has no such command; this file is it.
@%*
