import type { Answer, Api, Sender } from '../support/api.ts'

/** The example from EIP-55, with a correct checksum. */
export const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
/** The same with a letter in the wrong case. */
export const mistyped = address.replace('aA', 'AA')

const warnings = 'warnings { code field }'

/** Functions that send the contract mutations. */
export function callsOf(api: Api, sender: Sender) {
  const call =
    (mutation: string, type: string, fields: string) =>
    (input: object): Promise<Answer> =>
      api.ask(`mutation ($input: ${type}!) { ${mutation}(input: $input) { ${fields} } }`, { input }, sender)
  const callWith =
    (mutation: string, argument: 'id' | 'ids', fields: string) =>
    (value: string | readonly string[]): Promise<Answer> => {
      const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
      return call(mutation, type, fields)({ [argument]: value })
    }
  const contract = `contract { id name description targetAddress targetChain targetName targetAbi tags isActive isDefault
    analysisCount updatedAt competitors { id name address chain group abi }
    rpcConfigs { chain rpcUrls createdAt } analysisParams { blockRange whaleThreshold maxRetries outputFormats customParams } }`
  const create = call('createContract', 'CreateContractInput', `${contract} ${warnings}`)
  return {
    create: (values: object = {}) =>
      create({ name: 'DEX', targetAddress: address, targetChain: 'ethereum', ...values }),
    update: call('updateContract', 'UpdateContractInput', `${contract} ${warnings}`),
    duplicate: call('duplicateContract', 'DuplicateContractInput', contract),
    addCompetitor: call(
      'addCompetitor',
      'AddCompetitorInput',
      `competitor { id name } ${contract} ${warnings}`,
    ),
    updateCompetitor: call(
      'updateCompetitor',
      'UpdateCompetitorInput',
      `competitor { id name address chain group abi createdAt } ${contract} ${warnings}`,
    ),
    removeCompetitor: callWith('removeCompetitor', 'id', `removedId ${contract}`),
    addTags: call('addContractTags', 'AddContractTagsInput', contract),
    removeTags: call('removeContractTags', 'RemoveContractTagsInput', contract),
    setDefault: callWith('setDefaultContract', 'id', `${contract} previousDefault { id isDefault }`),
    archive: callWith('archiveContract', 'id', contract),
    restore: callWith('restoreContract', 'id', contract),
    archiveAll: callWith('archiveContracts', 'ids', 'contracts { id isActive isDefault }'),
    deleteAll: callWith('deleteContracts', 'ids', 'deletedIds user { id }'),
  }
}

/** Sends concurrent requests, each over its own connection. */
export function atOnce<Result>(times: number, ask: (place: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: times }, (_, place) => ask(place)))
}
