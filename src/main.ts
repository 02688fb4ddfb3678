import { keepCompiledModules } from './compile-cache.ts'
import { limitHeapGrowth } from './heap-growth.ts'

limitHeapGrowth()
keepCompiledModules()
// Behind the call, where a static import would come before it.
await import('./serve.ts')
