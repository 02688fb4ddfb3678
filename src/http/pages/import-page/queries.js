const jobFields = `
  id operation sourceJob { id } phase directory isDryRun hasVerification progress recordsPerSecond
  createdAt startedAt finishedAt revertedAt
  counts {
    kind read inserted updated unchanged copies olderCopies refused rejected warnings verified removed restored exported
  }
  documents { found inserted unchanged rejected verified removed exported }`

export const reportQuery = `query Report($id: ID!, $withReasons: Boolean!) {
  importJob(id: $id) {
    ${jobFields}
    warnings { kind code originalCode message count }
    skippedPaths { path reason }
    renamedUsers { userId emailHolderId file line }
    bytesRead bytesTotal bytesPerSecond estimatedRemainingSeconds errorCode errorMessage
    rejectsByCode @include(if: $withReasons) { kind code originalCode count }
  }
}`

export const rejectsQuery = `query Rejects($id: ID!, $after: String, $kind: ImportKind!, $codes: [ImportRejectCode!]) {
  importJob(id: $id) {
    rejects(first: 5, after: $after, filter: { kinds: [$kind], codes: $codes }) {
      edges { node { number file line pointer message rawText importedBy { id } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`

export const filesQuery = `query Files($id: ID!, $after: String) {
  importJob(id: $id) {
    files(first: 50, after: $after) {
      edges { node {
        kind path isBackup bytes bytesSha256 records rejected verified differing sourceDigest publishedDigest
      } }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
  }
}`

export const historyQuery = `query History($after: String) {
  importJobs(first: 25, after: $after) {
    edges { node { ${jobFields} } }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}`

export const cancelMutation = `mutation Cancel($id: ID!) {
  cancelImport(input: { jobId: $id }) { job { id } }
}`
