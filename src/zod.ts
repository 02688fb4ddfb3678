import { config, z } from 'zod'

// By default, zod compiles a function from text for each schema at its first parse.
config({ jitless: true })

export { z }
