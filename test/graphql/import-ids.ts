/** A request for each argument that takes the id of an import. Only administrators get data. */
export const idsOfImports: Readonly<Record<string, (id: string) => string>> = {
  'Mutation.cancelImport(input.jobId)': (id) =>
    `mutation { cancelImport(input: { jobId: "${id}" }) { job { id } } }`,
  'Mutation.retryRejects(input.jobId)': (id) =>
    `mutation { retryRejects(input: { jobId: "${id}" }) { job { id } } }`,
  'Mutation.revertImport(input.jobId)': (id) =>
    `mutation { revertImport(input: { jobId: "${id}" }) { job { id } } }`,
  'Mutation.takeOverRefusals(input.jobId)': (id) =>
    `mutation { takeOverRefusals(input: { jobId: "${id}" }) { job { id } } }`,
  'Mutation.verifyImport(input.jobId)': (id) =>
    `mutation { verifyImport(input: { jobId: "${id}" }) { job { id } } }`,
  'Query.exportRejects(jobId)': (id) => `{ exportRejects(jobId: "${id}") { count } }`,
  'Query.importJob(id)': (id) => `{ importJob(id: "${id}") { id } }`,
}
