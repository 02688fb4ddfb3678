import { keepCompiledModules } from './compile-cache.ts'
import { tuneGarbageCollection } from './garbage-collection.ts'

tuneGarbageCollection()
keepCompiledModules()
// Behind the call, where a static import would come before it.
await import('./serve.ts')
