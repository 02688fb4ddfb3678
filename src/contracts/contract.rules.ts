/** RPC endpoints often hold access keys: only the owner of the contract reads them in full. */
export function mayReadRpcUrls(viewer: { readonly id: string } | null, ownerId: string): boolean {
  return viewer?.id === ownerId
}

/** The URL's host, with the port when it has one; empty for text that is no URL. */
export function toHost(url: string): string {
  return URL.canParse(url) ? new URL(url).host : ''
}
