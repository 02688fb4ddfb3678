import { requireText } from '../database/storable.ts'
import { badArgument } from '../errors.ts'
import type { RpcConfigInput } from '../generated/graphql.ts'
import { checkChain } from './address.rules.ts'
import type { NewRpcConfig } from './rpc-config.store.ts'

const maxChains = 50
const maxUrls = 20
const maxUrlLength = 2048
const protocols: readonly string[] = ['http:', 'https:', 'ws:', 'wss:']

// URLs hold access keys: no message of these quotes one.

/**
 * Endpoints whose URLs can be used.
 * @param argument the list's path.
 * @throws AppError BAD_USER_INPUT that names the argument: too many, a chain that stands twice, what is no URL.
 */
export function checkRpcConfigs(configs: readonly RpcConfigInput[], argument: string): NewRpcConfig[] {
  if (configs.length > maxChains) throw badArgument(argument, `may hold ${maxChains} chains`)
  const chains = new Set<string>()
  return configs.map((config, place) => {
    const path = `${argument}.${place}`
    const chain = checkChain(config.chain, `${path}.chain`)
    if (chains.has(chain)) throw badArgument(`${path}.chain`, 'names a chain for the second time')
    chains.add(chain)
    return { chain, rpcUrls: checkUrls(config.rpcUrls, `${path}.rpcUrls`) }
  })
}

function checkUrls(urls: readonly string[], argument: string): readonly string[] {
  if (urls.length === 0 || urls.length > maxUrls)
    throw badArgument(argument, `must hold 1 to ${maxUrls} URLs`)
  for (const [place, url] of urls.entries()) {
    const path = `${argument}.${place}`
    requireText(url, path, { max: maxUrlLength })
    const isUsable = URL.canParse(url) && protocols.includes(new URL(url).protocol)
    if (!isUsable) throw badArgument(path, 'must be a URL that begins with http, https, ws or wss')
  }
  return urls
}
