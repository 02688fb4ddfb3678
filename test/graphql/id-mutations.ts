/** A request for each mutation with an id argument. None reveals anything about objects of other users. */
export const idMutations: Readonly<Record<string, (id: string) => string>> = {
  'Mutation.addCompetitor(input.contractId)': (id) =>
    `mutation { addCompetitor(input: { contractId: "${id}", competitor: { address: "a", chain: "b" } }) { contract { id } } }`,
  'Mutation.addContractTags(input.contractId)': (id) =>
    `mutation { addContractTags(input: { contractId: "${id}", tags: ["a"] }) { contract { id } } }`,
  'Mutation.addInterpretation(input.analysisId)': (id) =>
    `mutation { addInterpretation(input: { analysisId: "${id}", model: "m", content: "a" }) { analysis { id } } }`,
  'Mutation.appendMessages(input.sessionId)': (id) =>
    `mutation { appendMessages(input: { sessionId: "${id}", messages: [{ role: USER, content: "a" }] }) { session { id } } }`,
  'Mutation.archiveContract(input.id)': (id) =>
    `mutation { archiveContract(input: { id: "${id}" }) { contract { id } } }`,
  'Mutation.archiveContracts(input.ids)': (id) =>
    `mutation { archiveContracts(input: { ids: ["${id}"] }) { contracts { id } } }`,
  'Mutation.appendLogs(input.leaseToken)': (id) =>
    `mutation { appendLogs(input: { leaseToken: "${id}", entries: [{ message: "a" }] }) { analysis { id } } }`,
  'Mutation.cancelAnalysis(input.id)': (id) =>
    `mutation { cancelAnalysis(input: { id: "${id}" }) { analysis { id } } }`,
  'Mutation.completeAnalysis(input.leaseToken)': (id) =>
    `mutation { completeAnalysis(input: { leaseToken: "${id}", results: {} }) { analysis { id } } }`,
  'Mutation.createShareLink(input.contractId)': (id) =>
    `mutation { createShareLink(input: { contractId: "${id}", scopes: [CONTRACT] }) { token } }`,
  'Mutation.deleteChatSession(input.id)': (id) =>
    `mutation { deleteChatSession(input: { id: "${id}" }) { session { id } } }`,
  'Mutation.deleteChatSessions(input.ids)': (id) =>
    `mutation { deleteChatSessions(input: { ids: ["${id}"] }) { sessions { id } } }`,
  'Mutation.deleteContracts(input.ids)': (id) =>
    `mutation { deleteContracts(input: { ids: ["${id}"] }) { deletedIds } }`,
  'Mutation.duplicateContract(input.id)': (id) =>
    `mutation { duplicateContract(input: { id: "${id}" }) { contract { id } } }`,
  'Mutation.failAnalysis(input.leaseToken)': (id) =>
    `mutation { failAnalysis(input: { leaseToken: "${id}", errorMessage: "a" }) { analysis { id } } }`,
  // Only administrators can send files: see the tests of uploads.
  'Mutation.importLegacyData(input.files.ownerId)': (id) => `mutation ($file: Upload!) {
    importLegacyData(input: { files: [{ kind: CONTRACTS, ownerId: "${id}", file: $file }] }) { job { id } }
  }`,
  'Mutation.deleteMessage(input.id)': (id) =>
    `mutation { deleteMessage(input: { id: "${id}" }) { session { id } } }`,
  'Mutation.editMessage(input.id)': (id) =>
    `mutation { editMessage(input: { id: "${id}", content: "a" }) { message { id } } }`,
  'Mutation.removeCompetitor(input.id)': (id) =>
    `mutation { removeCompetitor(input: { id: "${id}" }) { contract { id } } }`,
  'Mutation.removeContractTags(input.contractId)': (id) =>
    `mutation { removeContractTags(input: { contractId: "${id}", tags: ["a"] }) { contract { id } } }`,
  'Mutation.renewLease(input.leaseToken)': (id) =>
    `mutation { renewLease(input: { leaseToken: "${id}" }) { lease { token } } }`,
  'Mutation.reportProgress(input.leaseToken)': (id) =>
    `mutation { reportProgress(input: { leaseToken: "${id}", progress: 1 }) { analysis { id } } }`,
  'Mutation.restoreChatSession(input.id)': (id) =>
    `mutation { restoreChatSession(input: { id: "${id}" }) { session { id } } }`,
  'Mutation.restoreContract(input.id)': (id) =>
    `mutation { restoreContract(input: { id: "${id}" }) { contract { id } } }`,
  'Mutation.revokeShareLink(input.id)': (id) =>
    `mutation { revokeShareLink(input: { id: "${id}" }) { revokedId } }`,
  'Mutation.setDefaultContract(input.id)': (id) =>
    `mutation { setDefaultContract(input: { id: "${id}" }) { contract { id } } }`,
  'Mutation.startAnalysis(input.contractId)': (id) =>
    `mutation { startAnalysis(input: { contractId: "${id}", type: SINGLE }) { analysis { id } } }`,
  'Mutation.updateCompetitor(input.id)': (id) =>
    `mutation { updateCompetitor(input: { id: "${id}", name: "a" }) { contract { id } } }`,
  'Mutation.updateChatSession(input.id)': (id) =>
    `mutation { updateChatSession(input: { id: "${id}", title: "a" }) { session { id } } }`,
  'Mutation.refreshContract(input.contractId)': (id) =>
    `mutation { refreshContract(input: { contractId: "${id}" }) { contract { id } } }`,
  'Mutation.startSync(input.contractId)': (id) =>
    `mutation { startSync(input: { contractId: "${id}" }) { contract { id } } }`,
  'Mutation.stopSync(input.contractId)': (id) =>
    `mutation { stopSync(input: { contractId: "${id}" }) { contract { id } } }`,
  'Mutation.updateContract(input.id)': (id) =>
    `mutation { updateContract(input: { id: "${id}", name: "a", ifUnmodifiedSince: "2026-01-01T00:00:00Z" }) { contract { id } } }`,
}
