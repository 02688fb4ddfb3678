import type { Logger } from '../logger.ts'

/** The level at which everything is logged that helps to find a fault. */
const detailed = 'debug'

/** SIGUSR2 switches between the configured level and `debug`, so that a fault can be watched without a restart. */
export function switchLogLevelOnSignal(logger: Logger): void {
  const configured = logger.level
  process.on('SIGUSR2', () => {
    logger.level = logger.level === detailed ? configured : detailed
    logger[logger.level === detailed ? 'debug' : 'warn'](`the log level is now ${logger.level}`)
  })
}
