import { keepCompiledModules } from '../../compile-cache.ts'

keepCompiledModules()
// Behind the call, where a static import would come before it.
await import('./perform-tasks.ts')
