import { config, z } from 'zod'

// Of its own accord zod makes a function from text for each schema, at the first parse: no text becomes code here.
config({ jitless: true })

export { z }
