/** The cost of a field beyond that of a plain column value. */
interface FieldWeight {
  /** SQL statements for all of the field's objects together. Hashing a password counts as several. */
  readonly statements?: number
  /** Typical bytes of one value in the response. */
  readonly bytes?: number
  /** Typical number of items of a list without a size argument. */
  readonly items?: number
}

const KiB = 1024

/** ABIs have 5 to 200 KiB; most are small. */
const abi = { statements: 1, bytes: 32 * KiB }
const hashOfPassword = { statements: 20 }
/** A search reads many texts, while a look-up reads an index: at most five per request. */
const textSearch = 20

/**
 * Fields with specific weights. Sizes are those of larger values in real data, not maximums: the bytes actually read
 * are counted during execution. A field that is not listed is a plain value, a row that is loaded together with all
 * others by id, or a page.
 */
export const fieldWeights: Readonly<Record<string, FieldWeight>> = {
  'Activity.subject': { statements: 5 },
  'Analysis.errorMessage': { bytes: 256 },
  'Analysis.estimatedRemainingSeconds': { statements: 1 },
  'Analysis.finishedAt': { statements: 1 },
  'Analysis.interpretations': { statements: 1 },
  'Analysis.logs': { statements: 1 },
  'Analysis.metadata': { bytes: KiB },
  'Analysis.results': { statements: 1, bytes: 32 * KiB },
  'Analysis.startedAt': { statements: 1 },
  'AnalysisInterpretation.content': { bytes: 8 * KiB },
  'AnalysisLog.data': { bytes: 256 },
  'AnalysisLog.message': { bytes: 128 },
  'AnalysisStats.byStatus': { items: 5 },
  'AnalysisStats.series': { statements: 1, items: 1000 },
  'ChatComponent.data': { bytes: 4 * KiB },
  'ChatComponent.description': { bytes: 128 },
  'ChatComponent.otherMembers': { bytes: 128 },
  'ChatMessage.components': { statements: 1, items: 2 },
  'ChatMessage.content': { bytes: 2 * KiB },
  'ChatMessage.metadata': { bytes: 256 },
  'ChatMessageRevision.components': { items: 2 },
  'ChatMessageRevision.content': { bytes: 2 * KiB },
  'ChatSession.metadata': { bytes: 256 },
  'Contract.analysisParams': { statements: 1 },
  'Contract.chatSession': { statements: 2 },
  'Contract.competitors': { statements: 1, items: 25 },
  'Contract.description': { bytes: 512 },
  'Contract.rpcConfigs': { statements: 1, items: 5 },
  'Contract.shareLinks': { statements: 1, items: 5 },
  'Contract.tags': { items: 10 },
  'Contract.targetAbi': abi,
  'ContractAnalysisParams.customParams': { bytes: 512 },
  'ContractAnalysisParams.outputFormats': { items: 3 },
  'ContractAnalysisParams.originalOutputFormats': { items: 3 },
  'ContractCompetitor.abi': abi,
  'ContractRpcConfig.rpcHosts': { items: 5 },
  'ContractRpcConfig.rpcUrls': { items: 5, bytes: 128 },
  'ContractWarning.duplicateOf': { statements: 1 },
  'ContractWarning.message': { bytes: 128 },
  'Dashboard.analyses': { statements: 2 },
  'Dashboard.chatSessionCount': { statements: 1 },
  'Dashboard.contractCount': { statements: 1 },
  'Dashboard.quota': { statements: 1 },
  'Dashboard.recentAnalyses': { statements: 1 },
  'ExportedRejects.ndjson': { bytes: 1024 * KiB },
  'ImportJob.counts': { items: 5 },
  'ImportJob.errorMessage': { bytes: 256 },
  'ImportJob.rejectsByCode': { statements: 1, items: 25 },
  'ImportJob.renamedUsers': { items: 50 },
  'ImportJob.skippedPaths': { items: 50 },
  'ImportJob.warnings': { items: 25 },
  'ImportReject.message': { bytes: 128 },
  'ImportReject.rawText': { statements: 1, bytes: 8 * KiB },
  'LegacyDocument.base64': { statements: 1, bytes: 88 * KiB },
  'LegacyDocument.json': { statements: 1, bytes: 32 * KiB },
  'LegacyDocument.sha256': { bytes: 80 },
  'Mutation.changePassword': { statements: 40 },
  'Mutation.deleteAccount': hashOfPassword,
  'Mutation.login': hashOfPassword,
  'Mutation.register': hashOfPassword,
  'Mutation.resetPassword': hashOfPassword,
  'Mutation.updateProfile': hashOfPassword,
  'OnboardingStatus.missingSteps': { items: 4 },
  'Query.activity': { statements: 3 },
  'Query.analysisStats': { statements: 2 },
  'Query.exportRejects': { statements: 2 },
  'Query.node': { statements: 2 },
  'Query.nodes': { statements: 8 },
  'Query.onboardingStatus': { statements: 3 },
  'Query.search': { statements: textSearch },
  'Query.sharedContract': { statements: 1 },
  'SearchResult.snippet': { bytes: 512 },
  'SearchResult.subject': { statements: 3 },
  'ShareLink.scopes': { items: 3 },
  'SharedContract.description': { bytes: 512 },
  'SharedContract.latestAnalysis': { statements: 1 },
  'SharedContract.results': { statements: 2, bytes: 32 * KiB },
  'SharedContract.scopes': { items: 3 },
  'SharedContract.tags': { items: 10 },
  'SharedContract.targetAbi': abi,
  'StopSyncPayload.cancelledAnalyses': { items: 1 },
  'StartAnalysisPayload.quota': { statements: 1 },
  'Usage.byChain': { items: 10 },
  'Usage.byType': { items: 5 },
  'Usage.months': { items: 24 },
  'User.onboarding': { statements: 1 },
  'User.preferences': { statements: 1 },
  'User.quota': { statements: 1 },
  'User.usage': { statements: 1 },
  'UserOnboarding.contractAbi': abi,
  'UserOnboarding.contractPurpose': { bytes: 512 },
  'UserOnboarding.logo': { statements: 1, bytes: 64 * KiB },
  'UserPreferences.customSettings': { bytes: 4 * KiB },
  // The schema itself, by its averages.
  '__Directive.args': { items: 2 },
  '__Directive.locations': { items: 5 },
  '__Field.args': { items: 2 },
  '__Schema.directives': { items: 6 },
  '__Schema.types': { items: 200 },
  '__Type.description': { bytes: 128 },
  '__Type.enumValues': { items: 3 },
  '__Type.fields': { items: 8 },
  '__Type.inputFields': { items: 3 },
  '__Type.interfaces': { items: 1 },
  '__Type.possibleTypes': { items: 1 },
}

/**
 * Additional statements for conditions of a page's `filter` that read more than an index; null or empty ones cost
 * nothing.
 */
export const filterWeights: Readonly<Record<string, number>> = { search: textSearch - 1, results: 4 }

/** Typical bytes of the part of an analysis's results that `results(path:)` extracts. */
export const partOfResultsBytes = 4 * KiB
/** Typical bytes of any other value, including its key. */
export const plainBytes = 40
/** Items of a list without a weight; such lists are short. */
export const plainItems = 5
/** Statements of a mutation without a weight: its transaction, reads, checks and writes. */
export const mutationStatements = 4
