import type { Upload } from '../import/upload-scalar.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { UserRow, UserPage } from '../users/user.store.ts';
import type { OnboardingRow } from '../onboarding/onboarding.store.ts';
import type { PreferencesRow } from '../users/preferences.store.ts';
import type { Registered, LoggedIn } from '../auth/account.resolvers.ts';
import type { ContractRow, ContractPage } from '../contracts/contract.store.ts';
import type { InputWarning } from '../contracts/contract.rules.ts';
import type { CompetitorRow } from '../contracts/competitor.store.ts';
import type { RpcConfigRow } from '../contracts/rpc-config.store.ts';
import type { AnalysisParamsRow } from '../contracts/analysis-params.store.ts';
import type { ShareLinkRow, SharedContractRow } from '../contracts/share-link.store.ts';
import type { AnalysisRow, AnalysisPage, AnalysisLogEntry, StartedAnalysis } from '../analyses/analysis.store.ts';
import type { InterpretationRow } from '../analyses/interpretation.store.ts';
import type { LeaseRow } from '../analyses/lease.store.ts';
import type { StatsRequest } from '../analyses/analysis-stats.store.ts';
import type { DashboardOwner } from '../dashboard/dashboard.resolvers.ts';
import type { ActivityRow, ActivityPage } from '../activity/activity.store.ts';
import type { SessionRow, SessionPage } from '../chat/session.store.ts';
import type { DeletedSession, DeletedSessions } from '../chat/chat.resolvers.ts';
import type { MessageRow, MessagePage } from '../chat/message.store.ts';
import type { Component } from '../chat/component.rules.ts';
import type { RevisionRow, RevisionPage } from '../chat/revision.store.ts';
import type { FoundRow, SearchPage } from '../search/search.store.ts';
import type { ImportJobRow, ImportJobPage } from '../import/job.store.ts';
import type { DocumentRow, DocumentPage } from '../import/document.store.ts';
import type { ImportFileRow, ImportFilePage } from '../import/file.store.ts';
import type { ImportRejectRow, ImportRejectPage, RejectCountRow } from '../import/reject.store.ts';
import type { NodeRow } from '../graphql/node.resolvers.ts';
import type { Context } from '../graphql/context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A point in time in UTC, RFC 3339 with milliseconds: 2026-03-01T09:30:00.000Z. In the years 0000 to 9999. */
  DateTime: { input: Date; output: Date; }
  /** A date without a time or time zone: 2026-03-01. */
  LocalDate: { input: string; output: string; }
  /** Compared case-insensitively. */
  EmailAddress: { input: string; output: string; }
  /**
   * Any JSON value. Numbers are exact in arguments and responses, including those beyond 2^53. A number in an
   * argument may have at most 1,000 characters when written without an exponent.
   */
  JSON: { input: unknown; output: unknown; }
  /** An integer, possibly beyond 2^53, as a JSON number. Arguments also accept strings. */
  BigInt: { input: bigint; output: string; }
  /** An integer of 0 or more. */
  NonNegativeInt: { input: number; output: number; }
  /** A file of a GraphQL multipart request. Only `importLegacyData` accepts uploads. */
  Upload: { input: Upload; output: Upload; }
};

export type Node = {
  /** A UUID, unique among all objects. */
  readonly id: Scalars['ID']['output'];
};

export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** Whether there are items after `endCursor`. With `last`: whether `before` was given and exists. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether there are items before `startCursor`. With `first`: whether `after` was given and exists. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** Null when the page is empty. */
  readonly startCursor: Maybe<Scalars['String']['output']>;
  /** Null when the page is empty. */
  readonly endCursor: Maybe<Scalars['String']['output']>;
};

export type OrderDirection =
  /** Smallest, earliest or alphabetically first. */
  | 'asc'
  /** Largest, latest or alphabetically last. */
  | 'desc';

/** A half-open time range. A bound that is null or omitted is unlimited. */
export type DateTimeRange = {
  /** Inclusive. */
  readonly from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Exclusive. */
  readonly to?: InputMaybe<Scalars['DateTime']['input']>;
};

export type Query = {
  readonly __typename?: 'Query';
  /** The authenticated user; null when the request carries no credentials. */
  readonly me: Maybe<User>;
  /** Any object by its ID. NOT_FOUND if it does not exist or the viewer may not read it. */
  readonly node: Maybe<Node>;
  /**
   * Up to 100 objects by their IDs, in the order of `ids`; null for each one that does not exist or that the
   * viewer may not read.
   */
  readonly nodes: ReadonlyArray<Maybe<Node>>;
  readonly contract: Maybe<Contract>;
  /** The viewer's own contracts. */
  readonly contracts: ContractConnection;
  /**
   * The contract that a share link shares, for anyone who has the link's token. NOT_FOUND for an unknown, expired
   * or revoked link, and if the contract is archived or its owner's account is closed.
   */
  readonly sharedContract: Maybe<SharedContract>;
  readonly analysis: Maybe<Analysis>;
  /** The viewer's own analyses. */
  readonly analyses: AnalysisConnection;
  readonly chatSession: Maybe<ChatSession>;
  /** The viewer's own chat sessions. */
  readonly chatSessions: ChatSessionConnection;
  /** Administrators only. */
  readonly user: Maybe<User>;
  /** Administrators only. */
  readonly users: UserConnection;
  /** Statistics about the viewer's own analyses. */
  readonly analysisStats: AnalysisStats;
  /** A summary of the viewer's activity. */
  readonly dashboard: Dashboard;
  /**
   * What happened to the viewer's own contracts, analyses, chat sessions and imports, newest first. Deleted chat sessions
   * and their messages are excluded.
   */
  readonly activity: ActivityConnection;
  /** The viewer's onboarding progress. */
  readonly onboardingStatus: OnboardingStatus;
  /**
   * Searches the viewer's contracts, chat sessions, messages and analyses. A word matches itself and English words
   * with the same stem; the last word is also a prefix. Words are found inside camelCase, snake_case, URLs and text
   * without spaces; accents are ignored. A part of an address matches the addresses of contracts, sessions and
   * analyses. A whole address matches in any spelling of its chain, also among other words. If the database has
   * pg_trgm, names, titles and addresses are found despite typos. "Two words" in quotes must be adjacent, -word
   * excludes exactly this word, and OR matches either side. Archived contracts and deleted sessions are excluded. For
   * each kind, at least the newest 500 matches are ranked.
   */
  readonly search: SearchConnection;
  /** Administrators only. */
  readonly importJob: Maybe<ImportJob>;
  /**
   * The rejects of a job as NDJSON, ordered by number. Each line has the file, line, pointer, code, message and
   * text of the record, with secrets masked. The command line exports the exact bytes. Administrators only.
   */
  readonly exportRejects: ExportedRejects;
  /** The documents of all users, and those without an owner, by path. Administrators only. */
  readonly legacyDocuments: LegacyDocumentConnection;
  /** All import, retry, verify, revert and export jobs, newest first. Administrators only. */
  readonly importJobs: ImportJobConnection;
};


export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


export type QueryNodesArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};


export type QueryContractArgs = {
  id: Scalars['ID']['input'];
};


export type QueryContractsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ContractFilter>;
  orderBy?: InputMaybe<ContractOrder>;
};


export type QuerySharedContractArgs = {
  token: Scalars['String']['input'];
};


export type QueryAnalysisArgs = {
  id: Scalars['ID']['input'];
};


export type QueryAnalysesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AnalysisFilter>;
  orderBy?: InputMaybe<AnalysisOrder>;
};


export type QueryChatSessionArgs = {
  id: Scalars['ID']['input'];
};


export type QueryChatSessionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ChatSessionFilter>;
  orderBy?: InputMaybe<ChatSessionOrder>;
};


export type QueryUserArgs = {
  id: Scalars['ID']['input'];
};


export type QueryUsersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<UserFilter>;
  orderBy?: InputMaybe<UserOrder>;
};


export type QueryAnalysisStatsArgs = {
  filter?: InputMaybe<AnalysisFilter>;
};


export type QueryActivityArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ActivityFilter>;
};


export type QuerySearchArgs = {
  query: Scalars['String']['input'];
  kinds?: InputMaybe<ReadonlyArray<SearchKind>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryImportJobArgs = {
  id: Scalars['ID']['input'];
};


export type QueryExportRejectsArgs = {
  jobId: Scalars['ID']['input'];
  first?: Scalars['Int']['input'];
  after?: Scalars['Int']['input'];
};


export type QueryLegacyDocumentsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


export type QueryImportJobsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Creates an account. The API key is shown only in this response. One client may make at most 20 attempts per
   * hour, including those with an e-mail that is taken; beyond that, TOO_MANY_ATTEMPTS with `retryAfterSeconds`.
   */
  readonly register: RegisterPayload;
  /**
   * Exchanges e-mail and password for a token. After 10 wrong passwords for an account from one client within 15
   * minutes, TOO_MANY_ATTEMPTS with `retryAfterSeconds`. Clients from which the account has not logged in before
   * also share limits.
   */
  readonly login: LoginPayload;
  readonly updateProfile: UpdateProfilePayload;
  /** Updates the viewer's preferences, or creates them. */
  readonly updatePreferences: UpdatePreferencesPayload;
  /**
   * Changes the viewer's password, and revokes all other tokens and all password reset codes. The API key stays
   * valid unless `endApiKey` is true.
   */
  readonly changePassword: ChangePasswordPayload;
  /**
   * Replaces the viewer's API key. The new key is shown only in this response. Requires the password, unless the
   * request is authenticated by the API key itself. Tokens stay valid.
   */
  readonly rotateApiKey: RotateApiKeyPayload;
  /**
   * Permanently closes the viewer's account and revokes its credentials. Its e-mail can be registered again. The
   * database keeps its rows. CONFLICT for the last active administrator.
   */
  readonly deleteAccount: DeleteAccountPayload;
  /**
   * Sends a password reset code to the e-mail if it has an account. At most 5 per hour for an e-mail and 30 per
   * hour from a client; beyond that, TOO_MANY_ATTEMPTS with `retryAfterSeconds`.
   */
  readonly requestPasswordReset: RequestPasswordResetPayload;
  /**
   * Sets a new password with a code, and revokes all other credentials: tokens, password reset codes and the API
   * key. `rotateApiKey` creates a new key.
   */
  readonly resetPassword: ResetPasswordPayload;
  /** Sends a verification code to the viewer's e-mail. At most 5 per hour. */
  readonly requestEmailVerification: RequestEmailVerificationPayload;
  /** Verifies the viewer's e-mail with a code. */
  readonly verifyEmail: VerifyEmailPayload;
  /**
   * Changes a user's role, tier or state. CONFLICT if it would leave no active administrator. Administrators
   * only.
   */
  readonly updateUser: UpdateUserPayload;
  /**
   * Saves the viewer's project and contract. Makes the contract of that address and chain the default; creates
   * it if the viewer has none.
   */
  readonly completeOnboarding: CompleteOnboardingPayload;
  /** Updates the viewer's project, or creates it. */
  readonly updateOnboarding: UpdateOnboardingPayload;
  readonly createContract: CreateContractPayload;
  /**
   * Updates a contract. Tags, competitors and RPC endpoints are replaced as a whole. Another address or chain, but not
   * another spelling, ends the share links, and clears `deploymentBlock` of the onboarding if the contract is the default.
   */
  readonly updateContract: UpdateContractPayload;
  /** Replaces the previous default. CONFLICT for an archived contract. */
  readonly setDefaultContract: SetDefaultContractPayload;
  /** An archived contract is no longer the default. */
  readonly archiveContract: ArchiveContractPayload;
  /** Restores an archived contract. It does not become the default again. */
  readonly restoreContract: RestoreContractPayload;
  /** Archives all of the contracts or none. */
  readonly archiveContracts: ArchiveContractsPayload;
  /** Permanently deletes all of the contracts or none. CONFLICT if one is not archived. */
  readonly deleteContracts: DeleteContractsPayload;
  /** Copies a contract with its tags, competitors, RPC endpoints and analysis parameters. */
  readonly duplicateContract: DuplicateContractPayload;
  /** CONFLICT if the contract has 100 competitors. */
  readonly addCompetitor: AddCompetitorPayload;
  /** Changes one competitor, which keeps its ID and its place. */
  readonly updateCompetitor: UpdateCompetitorPayload;
  readonly removeCompetitor: RemoveCompetitorPayload;
  /** Adds tags to those the contract has. CONFLICT if it would have more than 50. */
  readonly addContractTags: AddContractTagsPayload;
  readonly removeContractTags: RemoveContractTagsPayload;
  /**
   * Shares parts of a contract with anyone who has the link's token, which is shown only in this response.
   * CONFLICT if the contract is archived or has 20 links.
   */
  readonly createShareLink: CreateShareLinkPayload;
  /** Ends a share link at once. */
  readonly revokeShareLink: RevokeShareLinkPayload;
  /**
   * Queues an analysis. SINGLE, COMPETITIVE and COMPARATIVE are charged to the monthly quota: QUOTA_EXCEEDED if it is
   * used up. QUICK_SCAN and QUICK_INDEX are free, unless the operator charges them.
   */
  readonly startAnalysis: StartAnalysisPayload;
  /**
   * CONFLICT if the analysis has completed or failed. If no worker has started it, its charge is given back within the
   * month of the charge.
   */
  readonly cancelAnalysis: CancelAnalysisPayload;
  /**
   * Saves a model's interpretation of a completed analysis as its next version. CONFLICT if the analysis is not
   * completed or has 100 interpretations.
   */
  readonly addInterpretation: AddInterpretationPayload;
  /**
   * Starts the continuous sync of the default contract, with a QUICK_INDEX as its first cycle. The next cycle is queued
   * 30 seconds after the end of the last one. The sync ends after 50 cycles, or after 10 in a row that found nothing
   * new or failed. Changes nothing if it is on. CONFLICT unless the contract is the default.
   */
  readonly startSync: StartSyncPayload;
  /**
   * Stops the continuous sync and cancels its pending cycle; a running one continues. Changes nothing if it is off.
   * CONFLICT unless the contract is the default.
   */
  readonly stopSync: StopSyncPayload;
  /**
   * Queues a QUICK_INDEX of a contract, unless one is pending or running. If the newest one that was not cancelled is
   * completed, it is queued again without its results. If it failed, there is none, or the contract is synchronized
   * continuously, another one is queued. CONFLICT for an archived contract.
   */
  readonly refreshContract: RefreshContractPayload;
  /** Claims the pending analysis that has waited longest, and starts it. Workers only. */
  readonly claimAnalysis: ClaimAnalysisPayload;
  /** Extends a claim. LEASE_LOST if it has expired. Workers only. */
  readonly renewLease: RenewLeasePayload;
  /** Updates the progress of a claimed analysis. LEASE_LOST if the claim has expired. Workers only. */
  readonly reportProgress: ReportProgressPayload;
  /** Appends entries to the log of a claimed analysis. LEASE_LOST if the claim has expired. Workers only. */
  readonly appendLogs: AppendLogsPayload;
  /**
   * Stores the results of a claimed analysis and ends the claim. LEASE_LOST if the claim has expired. Workers
   * only.
   */
  readonly completeAnalysis: CompleteAnalysisPayload;
  /** Marks a claimed analysis as failed. LEASE_LOST if the claim has expired. Workers only. */
  readonly failAnalysis: FailAnalysisPayload;
  /** Returns the viewer's newest active session about a contract, or creates one. */
  readonly openChatSession: OpenChatSessionPayload;
  /** CONFLICT if the session is deleted. */
  readonly updateChatSession: UpdateChatSessionPayload;
  /** Marks a session as deleted. The database keeps its messages. */
  readonly deleteChatSession: DeleteChatSessionPayload;
  /** Marks all of the sessions or none as deleted. */
  readonly deleteChatSessions: DeleteChatSessionsPayload;
  /** Restores a deleted session with its messages. */
  readonly restoreChatSession: RestoreChatSessionPayload;
  /** Adds messages to a session and updates its counters. CONFLICT if it is deleted. */
  readonly appendMessages: AppendMessagesPayload;
  /** Changes a message, and keeps its former version. CONFLICT if the session is deleted. */
  readonly editMessage: EditMessagePayload;
  /**
   * Deletes a message and updates the counters of its session. The database keeps the message. CONFLICT if the
   * session is deleted.
   */
  readonly deleteMessage: DeleteMessagePayload;
  /**
   * Starts an import of the legacy application's JSON files and returns the job at once; `importJob` shows its
   * progress. Readers see either the whole import or none of it. Importing the directory of an interrupted
   * import resumes it; an import of uploaded files resumes when a server starts. Administrators only.
   */
  readonly importLegacyData: ImportLegacyDataPayload;
  /** Requests that a running job stop. It publishes nothing. Administrators only. */
  readonly cancelImport: CancelImportPayload;
  /**
   * Starts a job that imports the rejects of another job again, for example after a missing owner was imported.
   * Administrators only.
   */
  readonly retryRejects: RetryRejectsPayload;
  /**
   * Starts a job that rebuilds each legacy record of an import from the tables and compares it with the hash of
   * its source. Records that differ become rejects of the job. Administrators only.
   */
  readonly verifyImport: VerifyImportPayload;
  /**
   * Starts a job that reverts an import in one transaction: rows that it inserted are deleted, and rows that it
   * updated are restored. Rows that were changed since are kept, and become rejects of the job. Administrators
   * only.
   */
  readonly revertImport: RevertImportPayload;
  /**
   * Starts a job that imports the records that another job refused; they replace the rows that were kept.
   * Administrators only.
   */
  readonly takeOverRefusals: TakeOverRefusalsPayload;
  /**
   * Starts a job that marks imported analyses that the legacy application left running as failed. Call it once, when
   * the legacy application no longer runs. Administrators only.
   */
  readonly switchOverAnalyses: SwitchOverAnalysesPayload;
  /**
   * Starts a job that writes the legacy application's files from the tables. API keys are exported as digests.
   * CONFLICT if the directory is not empty. Administrators only.
   */
  readonly exportLegacyData: ExportLegacyDataPayload;
};


export type MutationRegisterArgs = {
  input: RegisterInput;
};


export type MutationLoginArgs = {
  input: LoginInput;
};


export type MutationUpdateProfileArgs = {
  input: UpdateProfileInput;
};


export type MutationUpdatePreferencesArgs = {
  input: UpdatePreferencesInput;
};


export type MutationChangePasswordArgs = {
  input: ChangePasswordInput;
};


export type MutationRotateApiKeyArgs = {
  input?: RotateApiKeyInput;
};


export type MutationDeleteAccountArgs = {
  input: DeleteAccountInput;
};


export type MutationRequestPasswordResetArgs = {
  input: RequestPasswordResetInput;
};


export type MutationResetPasswordArgs = {
  input: ResetPasswordInput;
};


export type MutationVerifyEmailArgs = {
  input: VerifyEmailInput;
};


export type MutationUpdateUserArgs = {
  input: UpdateUserInput;
};


export type MutationCompleteOnboardingArgs = {
  input: CompleteOnboardingInput;
};


export type MutationUpdateOnboardingArgs = {
  input: UpdateOnboardingInput;
};


export type MutationCreateContractArgs = {
  input: CreateContractInput;
};


export type MutationUpdateContractArgs = {
  input: UpdateContractInput;
};


export type MutationSetDefaultContractArgs = {
  input: SetDefaultContractInput;
};


export type MutationArchiveContractArgs = {
  input: ArchiveContractInput;
};


export type MutationRestoreContractArgs = {
  input: RestoreContractInput;
};


export type MutationArchiveContractsArgs = {
  input: ArchiveContractsInput;
};


export type MutationDeleteContractsArgs = {
  input: DeleteContractsInput;
};


export type MutationDuplicateContractArgs = {
  input: DuplicateContractInput;
};


export type MutationAddCompetitorArgs = {
  input: AddCompetitorInput;
};


export type MutationUpdateCompetitorArgs = {
  input: UpdateCompetitorInput;
};


export type MutationRemoveCompetitorArgs = {
  input: RemoveCompetitorInput;
};


export type MutationAddContractTagsArgs = {
  input: AddContractTagsInput;
};


export type MutationRemoveContractTagsArgs = {
  input: RemoveContractTagsInput;
};


export type MutationCreateShareLinkArgs = {
  input: CreateShareLinkInput;
};


export type MutationRevokeShareLinkArgs = {
  input: RevokeShareLinkInput;
};


export type MutationStartAnalysisArgs = {
  input: StartAnalysisInput;
};


export type MutationCancelAnalysisArgs = {
  input: CancelAnalysisInput;
};


export type MutationAddInterpretationArgs = {
  input: AddInterpretationInput;
};


export type MutationStartSyncArgs = {
  input: StartSyncInput;
};


export type MutationStopSyncArgs = {
  input: StopSyncInput;
};


export type MutationRefreshContractArgs = {
  input: RefreshContractInput;
};


export type MutationClaimAnalysisArgs = {
  input?: ClaimAnalysisInput;
};


export type MutationRenewLeaseArgs = {
  input: RenewLeaseInput;
};


export type MutationReportProgressArgs = {
  input: ReportProgressInput;
};


export type MutationAppendLogsArgs = {
  input: AppendLogsInput;
};


export type MutationCompleteAnalysisArgs = {
  input: CompleteAnalysisInput;
};


export type MutationFailAnalysisArgs = {
  input: FailAnalysisInput;
};


export type MutationOpenChatSessionArgs = {
  input: OpenChatSessionInput;
};


export type MutationUpdateChatSessionArgs = {
  input: UpdateChatSessionInput;
};


export type MutationDeleteChatSessionArgs = {
  input: DeleteChatSessionInput;
};


export type MutationDeleteChatSessionsArgs = {
  input: DeleteChatSessionsInput;
};


export type MutationRestoreChatSessionArgs = {
  input: RestoreChatSessionInput;
};


export type MutationAppendMessagesArgs = {
  input: AppendMessagesInput;
};


export type MutationEditMessageArgs = {
  input: EditMessageInput;
};


export type MutationDeleteMessageArgs = {
  input: DeleteMessageInput;
};


export type MutationImportLegacyDataArgs = {
  input: ImportLegacyDataInput;
};


export type MutationCancelImportArgs = {
  input: CancelImportInput;
};


export type MutationRetryRejectsArgs = {
  input: RetryRejectsInput;
};


export type MutationVerifyImportArgs = {
  input: VerifyImportInput;
};


export type MutationRevertImportArgs = {
  input: RevertImportInput;
};


export type MutationTakeOverRefusalsArgs = {
  input: TakeOverRefusalsInput;
};


export type MutationExportLegacyDataArgs = {
  input: ExportLegacyDataInput;
};

export type UserRole =
  /** Reads and changes only their own objects. */
  | 'user'
  /** Reads the contracts and analyses of all users, and runs analyses. */
  | 'worker'
  /** Reads everything, manages users, and runs imports. */
  | 'admin';

/** Determines the monthly quota. */
export type UserTier =
  | 'free'
  | 'starter'
  | 'pro'
  | 'enterprise';

export type User = Node & {
  readonly __typename?: 'User';
  readonly id: Scalars['ID']['output'];
  /** Lower case; unique among users. */
  readonly email: Scalars['String']['output'];
  /** May be empty. */
  readonly name: Scalars['String']['output'];
  readonly role: UserRole;
  readonly tier: UserTier;
  /** False for a closed account. Its credentials do not work. */
  readonly isActive: Scalars['Boolean']['output'];
  readonly isEmailVerified: Scalars['Boolean']['output'];
  /** Analyses started since the account was created. */
  readonly analysisCount: Scalars['NonNegativeInt']['output'];
  /** Analyses charged to the quota since `monthlyResetAt`. */
  readonly monthlyAnalysisCount: Scalars['NonNegativeInt']['output'];
  /** When the last analysis was started; null if none was. */
  readonly lastAnalysisAt: Maybe<Scalars['DateTime']['output']>;
  /** When the monthly counter was last reset. */
  readonly monthlyResetAt: Scalars['DateTime']['output'];
  /** Null if never or unknown. */
  readonly lastLoginAt: Maybe<Scalars['DateTime']['output']>;
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  readonly quota: Quota;
  /** Analyses by month, type and chain. */
  readonly usage: Usage;
  /** Null if the user has not started onboarding. */
  readonly onboarding: Maybe<UserOnboarding>;
  /** Null if none were saved. */
  readonly preferences: Maybe<UserPreferences>;
  readonly contracts: ContractConnection;
  readonly analyses: AnalysisConnection;
  readonly chatSessions: ChatSessionConnection;
  /** Files of the user's folder that were imported and hold no records, by path. */
  readonly legacyDocuments: LegacyDocumentConnection;
};


export type UserUsageArgs = {
  months?: Scalars['Int']['input'];
};


export type UserContractsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ContractFilter>;
  orderBy?: InputMaybe<ContractOrder>;
};


export type UserAnalysesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AnalysisFilter>;
  orderBy?: InputMaybe<AnalysisOrder>;
};


export type UserChatSessionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ChatSessionFilter>;
  orderBy?: InputMaybe<ChatSessionOrder>;
};


export type UserLegacyDocumentsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A user's project, and the indexing progress of its default contract. */
export type UserOnboarding = {
  readonly __typename?: 'UserOnboarding';
  readonly isCompleted: Scalars['Boolean']['output'];
  readonly website: Maybe<Scalars['String']['output']>;
  /** The account on X (Twitter). */
  readonly twitter: Maybe<Scalars['String']['output']>;
  readonly discord: Maybe<Scalars['String']['output']>;
  readonly telegram: Maybe<Scalars['String']['output']>;
  /** A URL, or a Base64-encoded image. */
  readonly logo: Maybe<Scalars['String']['output']>;
  readonly contractAddress: Maybe<Scalars['String']['output']>;
  readonly contractChain: Maybe<Scalars['String']['output']>;
  /** JSON text. */
  readonly contractAbi: Maybe<Scalars['String']['output']>;
  readonly contractName: Maybe<Scalars['String']['output']>;
  /** The purpose of the contract in the user's own words. */
  readonly contractPurpose: Maybe<Scalars['String']['output']>;
  readonly contractCategory: Maybe<Scalars['String']['output']>;
  /** The first day to analyze. */
  readonly contractStartDate: Maybe<Scalars['LocalDate']['output']>;
  readonly isIndexed: Scalars['Boolean']['output'];
  /** Percent, 0 to 100. */
  readonly indexingProgress: Scalars['NonNegativeInt']['output'];
  /** The latest analysis of the default contract; null if it does not exist or was deleted. */
  readonly lastAnalysis: Maybe<Analysis>;
  /** When the indexer last reported; null if never. */
  readonly lastUpdatedAt: Maybe<Scalars['DateTime']['output']>;
  /** The current step of the indexer. */
  readonly currentStep: Maybe<Scalars['String']['output']>;
  /** The block in which the contract was deployed; null if unknown. */
  readonly deploymentBlock: Maybe<Scalars['BigInt']['output']>;
  /** Whether the default contract is synchronized continuously: see `startSync` and `stopSync`. */
  readonly isContinuousSync: Scalars['Boolean']['output'];
  /** When continuous indexing was last turned on; null if never. */
  readonly continuousSyncStartedAt: Maybe<Scalars['DateTime']['output']>;
  /** When continuous indexing was last turned off; null if never. */
  readonly continuousSyncStoppedAt: Maybe<Scalars['DateTime']['output']>;
  /** Whether `lastAnalysis` failed, or had errors. */
  readonly hasErrors: Scalars['Boolean']['output'];
  /** Why indexing ended; null if it has not. */
  readonly completionReason: Maybe<IndexingCompletionReason>;
  /** The text of an imported onboarding; null unless `completionReason` is OTHER. */
  readonly originalCompletionReason: Maybe<Scalars['String']['output']>;
  readonly createdAt: Scalars['DateTime']['output'];
  /** When the project or its contract was last edited. The state of indexing does not change it. */
  readonly updatedAt: Scalars['DateTime']['output'];
};

export type IndexingCompletionReason =
  /** `lastAnalysis` is completed. */
  | 'completed'
  /** `lastAnalysis` failed. */
  | 'failed'
  /** `lastAnalysis` was cancelled. */
  | 'cancelled'
  /** The continuous sync was stopped with `stopSync`. */
  | 'stopped_by_user'
  /** The continuous sync ended after 10 cycles in a row that found nothing new or failed. */
  | 'nothing_new'
  /** The continuous sync ended after 50 cycles. */
  | 'cycle_limit'
  /** Another value; see `originalCompletionReason`. */
  | 'other';

export type UserPreferences = {
  readonly __typename?: 'UserPreferences';
  readonly hasEmailNotifications: Scalars['Boolean']['output'];
  /** Whether to notify the user when an analysis ends. */
  readonly hasAnalysisNotifications: Scalars['Boolean']['output'];
  /** The chain selected in new forms. */
  readonly defaultChain: Scalars['String']['output'];
  /** Other settings of the user interface; an object. */
  readonly customSettings: Scalars['JSON']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
};

export type UserConnection = {
  readonly __typename?: 'UserConnection';
  readonly edges: ReadonlyArray<UserEdge>;
  /** The nodes of `edges`. */
  readonly nodes: ReadonlyArray<User>;
  readonly pageInfo: PageInfo;
  /** All matching items, regardless of the page. Counted only when requested. */
  readonly totalCount: Scalars['NonNegativeInt']['output'];
};

export type UserEdge = {
  readonly __typename?: 'UserEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: User;
};

/** All conditions must match. */
export type UserFilter = {
  /** Case-insensitive substring of the name or e-mail, at most 200 characters. */
  readonly search?: InputMaybe<Scalars['String']['input']>;
  /** Any of these. */
  readonly roles?: InputMaybe<ReadonlyArray<UserRole>>;
  /** Any of these. */
  readonly tiers?: InputMaybe<ReadonlyArray<UserTier>>;
  /** False for closed accounts; null for both. */
  readonly isActive?: InputMaybe<Scalars['Boolean']['input']>;
  readonly createdAt?: InputMaybe<DateTimeRange>;
};

export type UserOrder = {
  readonly field: UserOrderField;
  readonly direction?: OrderDirection;
};

export type UserOrderField =
  | 'created_at'
  | 'email'
  /** Without regard to case and accents, by the first 200 characters. */
  | 'name'
  /** A user whose `lastLoginAt` is null is before all others in ascending order, and after them in descending order. */
  | 'last_login_at';

export type RegisterInput = {
  /** Stored in lower case. */
  readonly email: Scalars['EmailAddress']['input'];
  /** 8 to 1024 characters. */
  readonly password: Scalars['String']['input'];
  /** 1 to 255 characters. */
  readonly name: Scalars['String']['input'];
};

export type RegisterPayload = {
  readonly __typename?: 'RegisterPayload';
  readonly user: User;
  /** For `Authorization: Bearer`; valid until `expiresAt`. */
  readonly token: Scalars['String']['output'];
  readonly expiresAt: Scalars['DateTime']['output'];
  /** For `X-API-Key` or `Authorization: Bearer`. Shown only once. */
  readonly apiKey: Scalars['String']['output'];
};

export type LoginInput = {
  /** Case-insensitive. */
  readonly email: Scalars['String']['input'];
  readonly password: Scalars['String']['input'];
};

export type LoginPayload = {
  readonly __typename?: 'LoginPayload';
  readonly user: User;
  /** For `Authorization: Bearer`; valid until `expiresAt`. */
  readonly token: Scalars['String']['output'];
  readonly expiresAt: Scalars['DateTime']['output'];
};

/** The monthly quota of analyses. Months begin in UTC. */
export type Quota = {
  readonly __typename?: 'Quota';
  /** Null if unlimited. */
  readonly limit: Maybe<Scalars['NonNegativeInt']['output']>;
  /** Analyses charged this month. */
  readonly used: Scalars['NonNegativeInt']['output'];
  /** Null if unlimited. */
  readonly remaining: Maybe<Scalars['NonNegativeInt']['output']>;
  /** When the next month begins and `used` returns to zero. */
  readonly resetsAt: Scalars['DateTime']['output'];
};

export type Usage = {
  readonly __typename?: 'Usage';
  /** One entry per month, the current month last. Months without analyses are included. */
  readonly months: ReadonlyArray<UsageMonth>;
  /** Totals of all these months. Types without analyses are omitted. */
  readonly byType: ReadonlyArray<UsageOfType>;
  /** Totals of all these months, the most used chain first. */
  readonly byChain: ReadonlyArray<UsageOfChain>;
};

export type UsageMonth = {
  readonly __typename?: 'UsageMonth';
  /** The first day of the month in UTC. */
  readonly month: Scalars['LocalDate']['output'];
  readonly started: Scalars['NonNegativeInt']['output'];
  /** How many of the analyses started in this month are completed. */
  readonly completed: Scalars['NonNegativeInt']['output'];
  /** How many of the analyses started in this month failed. */
  readonly failed: Scalars['NonNegativeInt']['output'];
};

export type UsageOfType = {
  readonly __typename?: 'UsageOfType';
  readonly type: AnalysisType;
  readonly count: Scalars['NonNegativeInt']['output'];
};

export type UsageOfChain = {
  readonly __typename?: 'UsageOfChain';
  /** The most frequent spelling; null if unknown. */
  readonly chain: Maybe<Scalars['String']['output']>;
  readonly count: Scalars['NonNegativeInt']['output'];
};

/** Omitted fields are unchanged. */
export type UpdateProfileInput = {
  /** 1 to 255 characters. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** The new e-mail is unverified. */
  readonly email?: InputMaybe<Scalars['EmailAddress']['input']>;
  /** Required to change the e-mail, unless the account has no password. */
  readonly currentPassword?: InputMaybe<Scalars['String']['input']>;
  /** The last known `updatedAt`. CONFLICT if the user was changed since. */
  readonly ifUnmodifiedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

export type UpdateProfilePayload = {
  readonly __typename?: 'UpdateProfilePayload';
  readonly user: User;
};

/** Omitted fields are unchanged. */
export type UpdatePreferencesInput = {
  readonly hasEmailNotifications?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether to notify the user when an analysis ends. */
  readonly hasAnalysisNotifications?: InputMaybe<Scalars['Boolean']['input']>;
  /** The chain selected in new forms; at most 50 characters. */
  readonly defaultChain?: InputMaybe<Scalars['String']['input']>;
  /** An object that is merged into the stored one: a null removes a member, and omitted members are unchanged. */
  readonly customSettings?: InputMaybe<Scalars['JSON']['input']>;
  /** The last known `updatedAt`. CONFLICT if the preferences were changed since. */
  readonly ifUnmodifiedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

export type UpdatePreferencesPayload = {
  readonly __typename?: 'UpdatePreferencesPayload';
  readonly preferences: UserPreferences;
};

export type ChangePasswordInput = {
  readonly currentPassword: Scalars['String']['input'];
  /** 8 to 1024 characters. */
  readonly newPassword: Scalars['String']['input'];
  /** Whether to revoke the API key too. `rotateApiKey` creates a new one. */
  readonly endApiKey?: Scalars['Boolean']['input'];
};

export type ChangePasswordPayload = {
  readonly __typename?: 'ChangePasswordPayload';
  readonly user: User;
  /** Whether the API key is still valid: true unless `endApiKey` was true. */
  readonly isApiKeyKept: Scalars['Boolean']['output'];
  /** Replaces all other tokens. For `Authorization: Bearer`; valid until `expiresAt`. */
  readonly token: Scalars['String']['output'];
  readonly expiresAt: Scalars['DateTime']['output'];
};

export type RotateApiKeyInput = {
  /** May be omitted when the request is authenticated by the API key. */
  readonly password?: InputMaybe<Scalars['String']['input']>;
};

export type RotateApiKeyPayload = {
  readonly __typename?: 'RotateApiKeyPayload';
  readonly user: User;
  /** Shown only once. The previous key no longer works. */
  readonly apiKey: Scalars['String']['output'];
};

export type DeleteAccountInput = {
  readonly password: Scalars['String']['input'];
};

export type DeleteAccountPayload = {
  readonly __typename?: 'DeleteAccountPayload';
  readonly deletedId: Scalars['ID']['output'];
};

export type RequestPasswordResetInput = {
  readonly email: Scalars['String']['input'];
};

export type RequestPasswordResetPayload = {
  readonly __typename?: 'RequestPasswordResetPayload';
  /** Always true, whether or not the e-mail has an account. */
  readonly isAccepted: Scalars['Boolean']['output'];
};

export type ResetPasswordInput = {
  readonly email: Scalars['String']['input'];
  /** From the e-mail. Valid once, within one hour. */
  readonly code: Scalars['String']['input'];
  /** 8 to 1024 characters. */
  readonly newPassword: Scalars['String']['input'];
};

export type ResetPasswordPayload = {
  readonly __typename?: 'ResetPasswordPayload';
  readonly user: User;
  /** For `Authorization: Bearer`; valid until `expiresAt`. */
  readonly token: Scalars['String']['output'];
  readonly expiresAt: Scalars['DateTime']['output'];
};

export type RequestEmailVerificationPayload = {
  readonly __typename?: 'RequestEmailVerificationPayload';
  /** False if the e-mail is already verified. */
  readonly isAccepted: Scalars['Boolean']['output'];
};

export type VerifyEmailInput = {
  /** From the e-mail. Valid once, within 24 hours. */
  readonly code: Scalars['String']['input'];
};

export type VerifyEmailPayload = {
  readonly __typename?: 'VerifyEmailPayload';
  readonly user: User;
};

/** Omitted fields are unchanged. */
export type UpdateUserInput = {
  readonly id: Scalars['ID']['input'];
  readonly role?: InputMaybe<UserRole>;
  readonly tier?: InputMaybe<UserTier>;
  /** False closes the account and revokes its tokens and codes; true reopens it with its password and API key. */
  readonly isActive?: InputMaybe<Scalars['Boolean']['input']>;
  /** The last known `updatedAt`. CONFLICT if the user was changed since. */
  readonly ifUnmodifiedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

export type UpdateUserPayload = {
  readonly __typename?: 'UpdateUserPayload';
  readonly user: User;
};

/**
 * Omitted links and an omitted logo are unchanged; null clears them. Omitted contract fields are cleared, but an
 * existing contract keeps its ABI.
 */
export type CompleteOnboardingInput = {
  /** An http or https URL, at most 500 characters. */
  readonly website?: InputMaybe<Scalars['String']['input']>;
  /** The account on X (Twitter), at most 255 characters. */
  readonly twitter?: InputMaybe<Scalars['String']['input']>;
  /** At most 255 characters. */
  readonly discord?: InputMaybe<Scalars['String']['input']>;
  /** At most 255 characters. */
  readonly telegram?: InputMaybe<Scalars['String']['input']>;
  /** An http or https URL, or a Base64-encoded image; at most 500,000 characters. */
  readonly logo?: InputMaybe<Scalars['String']['input']>;
  /** In the format of its chain. */
  readonly contractAddress: Scalars['String']['input'];
  /** At most 50 characters. */
  readonly contractChain: Scalars['String']['input'];
  /** 1 to 255 characters. */
  readonly contractName: Scalars['String']['input'];
  /** JSON text, at most 500,000 characters: an ABI, or an artifact or answer that contains it. */
  readonly contractAbi?: InputMaybe<Scalars['String']['input']>;
  /** The purpose of the contract in the user's own words, at most 10,000 characters. */
  readonly contractPurpose?: InputMaybe<Scalars['String']['input']>;
  /** At most 100 characters. */
  readonly contractCategory?: InputMaybe<Scalars['String']['input']>;
  /** The first day to analyze. */
  readonly contractStartDate?: InputMaybe<Scalars['LocalDate']['input']>;
};

export type CompleteOnboardingPayload = {
  readonly __typename?: 'CompleteOnboardingPayload';
  readonly onboarding: UserOnboarding;
  /** The default contract. */
  readonly contract: Contract;
  readonly warnings: ReadonlyArray<ContractWarning>;
};

/**
 * Omitted fields are unchanged; null clears them. The state of indexing follows the analyses of the default contract
 * and can't be updated here.
 */
export type UpdateOnboardingInput = {
  /** An http or https URL, at most 500 characters. */
  readonly website?: InputMaybe<Scalars['String']['input']>;
  /** The account on X (Twitter), at most 255 characters. */
  readonly twitter?: InputMaybe<Scalars['String']['input']>;
  /** At most 255 characters. */
  readonly discord?: InputMaybe<Scalars['String']['input']>;
  /** At most 255 characters. */
  readonly telegram?: InputMaybe<Scalars['String']['input']>;
  /** An http or https URL, or a Base64-encoded image; at most 500,000 characters. */
  readonly logo?: InputMaybe<Scalars['String']['input']>;
  /** The block in which the contract was deployed. */
  readonly deploymentBlock?: InputMaybe<Scalars['BigInt']['input']>;
  /** The last known `updatedAt`. CONFLICT if the onboarding was changed since. */
  readonly ifUnmodifiedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

export type UpdateOnboardingPayload = {
  readonly __typename?: 'UpdateOnboardingPayload';
  readonly onboarding: UserOnboarding;
};

export type OnboardingStatus = {
  readonly __typename?: 'OnboardingStatus';
  readonly isCompleted: Scalars['Boolean']['output'];
  /** In the order of the steps. */
  readonly missingSteps: ReadonlyArray<OnboardingStep>;
  readonly defaultContract: Maybe<Contract>;
  /** Null if the user has not started onboarding. */
  readonly onboarding: Maybe<UserOnboarding>;
};

export type OnboardingStep =
  /** At least one of website, Twitter, Discord and Telegram is set. */
  | 'social_links'
  | 'logo'
  | 'default_contract'
  /** The default contract is indexed. */
  | 'indexing';

/** A smart contract that a user tracks. */
export type Contract = Node & {
  readonly __typename?: 'Contract';
  readonly id: Scalars['ID']['output'];
  /** Null for workers, who can't read users. */
  readonly owner: Maybe<User>;
  /** The user's name for the contract; may be empty in imported data. */
  readonly name: Scalars['String']['output'];
  /** Null if none. */
  readonly description: Maybe<Scalars['String']['output']>;
  /** As entered; may be empty in imported data. */
  readonly targetAddress: Scalars['String']['output'];
  /** For example ethereum, lisk or starknet; may be empty in imported data. */
  readonly targetChain: Scalars['String']['output'];
  /** The name of the contract on its chain; null if unknown. */
  readonly targetName: Maybe<Scalars['String']['output']>;
  /** JSON text; null if unknown. */
  readonly targetAbi: Maybe<Scalars['String']['output']>;
  /** At most 50, except in imported data. */
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  /** False if archived. */
  readonly isActive: Scalars['Boolean']['output'];
  /** Whether the user interface opens with this contract. A user has at most one active default. */
  readonly isDefault: Scalars['Boolean']['output'];
  /** Null if never. */
  readonly lastAnalyzedAt: Maybe<Scalars['DateTime']['output']>;
  /** Completed analyses started from this contract. */
  readonly analysisCount: Scalars['NonNegativeInt']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  /** At most 100, the oldest first. */
  readonly competitors: ReadonlyArray<ContractCompetitor>;
  /** One entry per chain. */
  readonly rpcConfigs: ReadonlyArray<ContractRpcConfig>;
  /** Null for the defaults. */
  readonly analysisParams: Maybe<ContractAnalysisParams>;
  /** Links that have not ended, the newest first; at most 20. Null for everyone except the owner. */
  readonly shareLinks: Maybe<ReadonlyArray<ShareLink>>;
  /** The newest active session about this contract. Null for workers, who can't read chats. */
  readonly chatSession: Maybe<ChatSession>;
  /** Analyses started from this contract. */
  readonly analyses: AnalysisConnection;
};


/** A smart contract that a user tracks. */
export type ContractAnalysesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AnalysisFilter>;
  orderBy?: InputMaybe<AnalysisOrder>;
};

/** A contract to compare with. */
export type ContractCompetitor = Node & {
  readonly __typename?: 'ContractCompetitor';
  readonly id: Scalars['ID']['output'];
  /** As entered; may be empty in imported data. */
  readonly address: Scalars['String']['output'];
  /** May be empty in imported data. */
  readonly chain: Scalars['String']['output'];
  /** Null if unknown. */
  readonly name: Maybe<Scalars['String']['output']>;
  /** A category of the user's choice; null if none. */
  readonly group: Maybe<Scalars['String']['output']>;
  /** JSON text; null if unknown. */
  readonly abi: Maybe<Scalars['String']['output']>;
  readonly createdAt: Scalars['DateTime']['output'];
};

/** The RPC endpoints for one chain. */
export type ContractRpcConfig = {
  readonly __typename?: 'ContractRpcConfig';
  readonly chain: Scalars['String']['output'];
  /** Full URLs. They often contain access keys: null for everyone except the owner of the contract. */
  readonly rpcUrls: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The host of each URL in the same order; empty for an entry that is not a URL. */
  readonly rpcHosts: ReadonlyArray<Scalars['String']['output']>;
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
};

/** A format of an analysis's report. */
export type OutputFormat =
  | 'json'
  | 'csv'
  | 'markdown'
  /** Another value; see `originalOutputFormats`. Can't be used in arguments. */
  | 'other';

/** How to analyze a contract. */
export type ContractAnalysisParams = {
  readonly __typename?: 'ContractAnalysisParams';
  /** The number of recent blocks to analyze. */
  readonly blockRange: Scalars['Int']['output'];
  /** The balance above which a holder counts as a whale, in the main unit of the chain; a decimal number as text. */
  readonly whaleThreshold: Scalars['String']['output'];
  /** Concurrent RPC requests. */
  readonly maxConcurrentRequests: Scalars['Int']['output'];
  /** Milliseconds before the next endpoint is tried. */
  readonly failoverTimeoutMs: Scalars['Int']['output'];
  /** Not counting the first attempt. */
  readonly maxRetries: Scalars['Int']['output'];
  readonly outputFormats: ReadonlyArray<OutputFormat>;
  /** The formats of imported parameters, in the order of `outputFormats`; null unless one of them is OTHER. */
  readonly originalOutputFormats: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** An object. */
  readonly customParams: Scalars['JSON']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
};

export type ContractConnection = {
  readonly __typename?: 'ContractConnection';
  readonly edges: ReadonlyArray<ContractEdge>;
  /** The nodes of `edges`. */
  readonly nodes: ReadonlyArray<Contract>;
  readonly pageInfo: PageInfo;
  /** All matching items, regardless of the page. Counted only when requested. */
  readonly totalCount: Scalars['NonNegativeInt']['output'];
};

export type ContractEdge = {
  readonly __typename?: 'ContractEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Contract;
};

/** All conditions must match. */
export type ContractFilter = {
  /**
   * Case-insensitive substring of the name, address or first 1000 characters of the description, at most 200
   * characters.
   */
  readonly search?: InputMaybe<Scalars['String']['input']>;
  /** Any of these, in any spelling. */
  readonly chains?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** All of these. */
  readonly tags?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Any of these. */
  readonly anyTags?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** The whole address, in any spelling of its chain. */
  readonly address?: InputMaybe<Scalars['String']['input']>;
  /** False for archived contracts; null for both. */
  readonly isActive?: InputMaybe<Scalars['Boolean']['input']>;
  /** True for the default only, false for all others; null for both. */
  readonly isDefault?: InputMaybe<Scalars['Boolean']['input']>;
  readonly createdAt?: InputMaybe<DateTimeRange>;
  readonly updatedAt?: InputMaybe<DateTimeRange>;
};

export type ContractOrder = {
  readonly field: ContractOrderField;
  readonly direction?: OrderDirection;
};

export type ContractOrderField =
  | 'created_at'
  | 'updated_at'
  /** Without regard to case and accents, by the first 200 characters. */
  | 'name'
  /** A contract whose `lastAnalyzedAt` is null is before all others in ascending order, and after them in descending order. */
  | 'last_analyzed_at'
  | 'analysis_count';

export type ContractWarningCode =
  /** The letters of an address have the wrong case for its checksum. */
  | 'address_checksum'
  /** The server does not know the chain. */
  | 'unknown_chain'
  /** There is another contract with the same name, or the same address and chain. */
  | 'duplicate';

/** A possible mistake in input that was accepted. */
export type ContractWarning = {
  readonly __typename?: 'ContractWarning';
  readonly code: ContractWarningCode;
  /** The possible mistake, and what to check. */
  readonly message: Scalars['String']['output'];
  /** The path of the input field. */
  readonly field: Scalars['String']['output'];
  /** Another active contract of the viewer with the same name, or the same address and chain; null for other codes. */
  readonly duplicateOf: Maybe<Contract>;
};

export type CompetitorInput = {
  /** In the format of its chain, at most 255 characters. */
  readonly address: Scalars['String']['input'];
  /** At most 50 characters. */
  readonly chain: Scalars['String']['input'];
  /** At most 255 characters. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** A category of the user's choice, at most 255 characters. */
  readonly group?: InputMaybe<Scalars['String']['input']>;
  /** JSON text, at most 500,000 characters: an ABI, or an artifact or answer that contains it. */
  readonly abi?: InputMaybe<Scalars['String']['input']>;
};

/** The RPC endpoints for one chain. */
export type RpcConfigInput = {
  /** At most 50 characters. */
  readonly chain: Scalars['String']['input'];
  /** 1 to 20 http, https, ws or wss URLs, each at most 2,048 characters. Only the owner of the contract can read them. */
  readonly rpcUrls: ReadonlyArray<Scalars['String']['input']>;
};

/** Omitted fields are unchanged, or have their default in a new contract. */
export type AnalysisParamsInput = {
  /** The number of recent blocks to analyze, at least 1. */
  readonly blockRange?: InputMaybe<Scalars['Int']['input']>;
  /**
   * The balance above which a holder counts as a whale: a decimal number as text, with at most 12 digits before
   * and 8 after the decimal point.
   */
  readonly whaleThreshold?: InputMaybe<Scalars['String']['input']>;
  /** Concurrent RPC requests, 1 to 1000. */
  readonly maxConcurrentRequests?: InputMaybe<Scalars['Int']['input']>;
  /** Milliseconds before the next endpoint is tried, at least 1. */
  readonly failoverTimeoutMs?: InputMaybe<Scalars['Int']['input']>;
  /** Not counting the first attempt, 0 to 100. */
  readonly maxRetries?: InputMaybe<Scalars['Int']['input']>;
  readonly outputFormats?: InputMaybe<ReadonlyArray<OutputFormat>>;
  /** An object of at most 65,536 characters of JSON. Replaces the previous value. */
  readonly customParams?: InputMaybe<Scalars['JSON']['input']>;
};

export type CreateContractInput = {
  /** The user's name for the contract, 1 to 255 characters. */
  readonly name: Scalars['String']['input'];
  /** At most 10,000 characters. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** In the format of its chain, at most 255 characters. */
  readonly targetAddress: Scalars['String']['input'];
  /** At most 50 characters. */
  readonly targetChain: Scalars['String']['input'];
  /** The name of the contract on its chain, at most 255 characters. */
  readonly targetName?: InputMaybe<Scalars['String']['input']>;
  /** JSON text, at most 500,000 characters: an ABI, or an artifact or answer that contains it. */
  readonly targetAbi?: InputMaybe<Scalars['String']['input']>;
  /** At most 50, each 1 to 100 characters. */
  readonly tags?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** True replaces the previous default. */
  readonly isDefault?: Scalars['Boolean']['input'];
  /** At most 100. */
  readonly competitors?: InputMaybe<ReadonlyArray<CompetitorInput>>;
  /** One entry per chain, whatever its spelling; at most 50 chains. */
  readonly rpcConfigs?: InputMaybe<ReadonlyArray<RpcConfigInput>>;
  readonly analysisParams?: InputMaybe<AnalysisParamsInput>;
  /** 1 to 255 characters. A retry with the same key returns the same contract instead of creating another. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type CreateContractPayload = {
  readonly __typename?: 'CreateContractPayload';
  readonly contract: Contract;
  readonly warnings: ReadonlyArray<ContractWarning>;
};

/** Omitted fields are unchanged; null clears fields that are nullable in `Contract`. */
export type UpdateContractInput = {
  readonly id: Scalars['ID']['input'];
  /** The user's name for the contract, 1 to 255 characters. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** At most 10,000 characters. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** In the format of its chain, at most 255 characters. */
  readonly targetAddress?: InputMaybe<Scalars['String']['input']>;
  /** At most 50 characters. */
  readonly targetChain?: InputMaybe<Scalars['String']['input']>;
  /** The name of the contract on its chain, at most 255 characters. */
  readonly targetName?: InputMaybe<Scalars['String']['input']>;
  /** JSON text, at most 500,000 characters: an ABI, or an artifact or answer that contains it. */
  readonly targetAbi?: InputMaybe<Scalars['String']['input']>;
  /** Replaces all tags: at most 50, each 1 to 100 characters. */
  readonly tags?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Replaces all competitors; at most 100. */
  readonly competitors?: InputMaybe<ReadonlyArray<CompetitorInput>>;
  /** Replaces all RPC endpoints; one entry per chain, at most 50 chains. */
  readonly rpcConfigs?: InputMaybe<ReadonlyArray<RpcConfigInput>>;
  /** Null restores the defaults. */
  readonly analysisParams?: InputMaybe<AnalysisParamsInput>;
  /** The last known `updatedAt`. CONFLICT if the contract was changed since. */
  readonly ifUnmodifiedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

export type UpdateContractPayload = {
  readonly __typename?: 'UpdateContractPayload';
  readonly contract: Contract;
  readonly warnings: ReadonlyArray<ContractWarning>;
};

export type SetDefaultContractInput = {
  readonly id: Scalars['ID']['input'];
};

export type SetDefaultContractPayload = {
  readonly __typename?: 'SetDefaultContractPayload';
  readonly contract: Contract;
  /** Null if there was none, or it was this contract. */
  readonly previousDefault: Maybe<Contract>;
};

export type ArchiveContractInput = {
  readonly id: Scalars['ID']['input'];
};

export type ArchiveContractPayload = {
  readonly __typename?: 'ArchiveContractPayload';
  readonly contract: Contract;
};

export type RestoreContractInput = {
  readonly id: Scalars['ID']['input'];
};

export type RestoreContractPayload = {
  readonly __typename?: 'RestoreContractPayload';
  readonly contract: Contract;
};

export type ArchiveContractsInput = {
  /** 1 to 100. */
  readonly ids: ReadonlyArray<Scalars['ID']['input']>;
};

export type ArchiveContractsPayload = {
  readonly __typename?: 'ArchiveContractsPayload';
  /** In the order of `ids`. */
  readonly contracts: ReadonlyArray<Contract>;
};

export type DeleteContractsInput = {
  /** 1 to 100. */
  readonly ids: ReadonlyArray<Scalars['ID']['input']>;
};

export type DeleteContractsPayload = {
  readonly __typename?: 'DeleteContractsPayload';
  /** In the order of `ids`. Analyses of these contracts are kept; their `contract` is null. */
  readonly deletedIds: ReadonlyArray<Scalars['ID']['output']>;
  /** The owner, with the other contracts. */
  readonly user: User;
};

export type DuplicateContractInput = {
  readonly id: Scalars['ID']['input'];
  /** 1 to 255 characters. Defaults to the name of the original with " (copy)". */
  readonly name?: InputMaybe<Scalars['String']['input']>;
};

export type DuplicateContractPayload = {
  readonly __typename?: 'DuplicateContractPayload';
  /** The copy. It is active, not the default, and has no analyses. */
  readonly contract: Contract;
};

export type AddCompetitorInput = {
  readonly contractId: Scalars['ID']['input'];
  readonly competitor: CompetitorInput;
};

export type AddCompetitorPayload = {
  readonly __typename?: 'AddCompetitorPayload';
  readonly competitor: ContractCompetitor;
  readonly contract: Contract;
  readonly warnings: ReadonlyArray<ContractWarning>;
};

/** Omitted fields are unchanged; null clears fields that are nullable in `ContractCompetitor`. */
export type UpdateCompetitorInput = {
  readonly id: Scalars['ID']['input'];
  /** In the format of its chain, at most 255 characters. */
  readonly address?: InputMaybe<Scalars['String']['input']>;
  /** At most 50 characters. */
  readonly chain?: InputMaybe<Scalars['String']['input']>;
  /** At most 255 characters. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** A category of the user's choice, at most 255 characters. */
  readonly group?: InputMaybe<Scalars['String']['input']>;
  /** JSON text, at most 500,000 characters: an ABI, or an artifact or answer that contains it. */
  readonly abi?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateCompetitorPayload = {
  readonly __typename?: 'UpdateCompetitorPayload';
  readonly competitor: ContractCompetitor;
  readonly contract: Contract;
  readonly warnings: ReadonlyArray<ContractWarning>;
};

export type RemoveCompetitorInput = {
  readonly id: Scalars['ID']['input'];
};

export type RemoveCompetitorPayload = {
  readonly __typename?: 'RemoveCompetitorPayload';
  readonly removedId: Scalars['ID']['output'];
  readonly contract: Contract;
};

export type AddContractTagsInput = {
  readonly contractId: Scalars['ID']['input'];
  /** At most 50, each 1 to 100 characters. */
  readonly tags: ReadonlyArray<Scalars['String']['input']>;
};

export type AddContractTagsPayload = {
  readonly __typename?: 'AddContractTagsPayload';
  readonly contract: Contract;
};

export type RemoveContractTagsInput = {
  readonly contractId: Scalars['ID']['input'];
  /** At most 1,000. */
  readonly tags: ReadonlyArray<Scalars['String']['input']>;
};

export type RemoveContractTagsPayload = {
  readonly __typename?: 'RemoveContractTagsPayload';
  readonly contract: Contract;
};

/** A part of a contract that a link shares, beside its name, address and chain. */
export type ShareScope =
  /** Its description, tags and ABI. */
  | 'contract'
  /** The type and times of its newest completed analysis. */
  | 'latest_analysis'
  /** The results of its newest completed analysis. */
  | 'results';

/** Ends when it expires or is revoked, and when the contract is archived or deleted. */
export type ShareLink = {
  readonly __typename?: 'ShareLink';
  readonly id: Scalars['ID']['output'];
  readonly scopes: ReadonlyArray<ShareScope>;
  readonly expiresAt: Scalars['DateTime']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
};

/** A contract as a share link shows it: nothing else of its owner. */
export type SharedContract = {
  readonly __typename?: 'SharedContract';
  /** The owner's name for the contract. */
  readonly name: Scalars['String']['output'];
  readonly targetAddress: Scalars['String']['output'];
  readonly targetChain: Scalars['String']['output'];
  /** The name of the contract on its chain; null if unknown. */
  readonly targetName: Maybe<Scalars['String']['output']>;
  /** What the link shares. */
  readonly scopes: ReadonlyArray<ShareScope>;
  /** When the link expires. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** Null unless CONTRACT is shared. */
  readonly description: Maybe<Scalars['String']['output']>;
  /** Null unless CONTRACT is shared. */
  readonly tags: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** JSON text; null if unknown, and unless CONTRACT is shared. */
  readonly targetAbi: Maybe<Scalars['String']['output']>;
  /** Null if no analysis has completed, and unless LATEST_ANALYSIS is shared. */
  readonly latestAnalysis: Maybe<SharedAnalysis>;
  /** Results of the newest completed analysis. Null if no analysis has completed, and unless RESULTS is shared. */
  readonly results: Maybe<Scalars['JSON']['output']>;
};


/** A contract as a share link shows it: nothing else of its owner. */
export type SharedContractResultsArgs = {
  path?: InputMaybe<Scalars['String']['input']>;
};

export type SharedAnalysis = {
  readonly __typename?: 'SharedAnalysis';
  readonly type: AnalysisType;
  /** Null if unknown. */
  readonly completedAt: Maybe<Scalars['DateTime']['output']>;
  readonly createdAt: Scalars['DateTime']['output'];
};

export type CreateShareLinkInput = {
  readonly contractId: Scalars['ID']['input'];
  /** At least one. */
  readonly scopes: ReadonlyArray<ShareScope>;
  /** 1 to 90. */
  readonly expiresInDays?: Scalars['Int']['input'];
};

export type CreateShareLinkPayload = {
  readonly __typename?: 'CreateShareLinkPayload';
  readonly shareLink: ShareLink;
  /** For `sharedContract`. Shown only once. */
  readonly token: Scalars['String']['output'];
  readonly contract: Contract;
};

export type RevokeShareLinkInput = {
  readonly id: Scalars['ID']['input'];
};

export type RevokeShareLinkPayload = {
  readonly __typename?: 'RevokeShareLinkPayload';
  readonly revokedId: Scalars['ID']['output'];
  readonly contract: Contract;
};

export type AnalysisType =
  /** One of the user's contracts. */
  | 'single'
  /** An address that need not be one of the user's contracts. */
  | 'quick_scan'
  /** The data that the dashboard shows of a contract. */
  | 'quick_index'
  /** A contract and its competitors. */
  | 'competitive'
  /** Several contracts side by side. */
  | 'comparative';

export type AnalysisStatus =
  /** Waiting for a worker. */
  | 'pending'
  /** Claimed by a worker. */
  | 'running'
  /** `results` has the results. */
  | 'completed'
  /** `errorMessage` has the reason. */
  | 'failed'
  /** Cancelled by the user. */
  | 'cancelled';

export type Analysis = Node & {
  readonly __typename?: 'Analysis';
  readonly id: Scalars['ID']['output'];
  /** Null for workers, who can't read users. */
  readonly owner: Maybe<User>;
  /** The contract it was started from; null for an address, or if the contract was deleted. */
  readonly contract: Maybe<Contract>;
  /** The analyzed address; null if it was started from the ID of a contract. */
  readonly contractAddress: Maybe<Scalars['String']['output']>;
  /** The chain of the analyzed address; null if it was started from the ID of a contract. */
  readonly contractChain: Maybe<Scalars['String']['output']>;
  readonly type: AnalysisType;
  readonly status: AnalysisStatus;
  /** Percent, 0 to 100. */
  readonly progress: Scalars['NonNegativeInt']['output'];
  /** The current step of the worker. */
  readonly currentStep: Maybe<Scalars['String']['output']>;
  /** Null until there are results. */
  readonly results: Maybe<Scalars['JSON']['output']>;
  /** Additional data from the client and the worker. */
  readonly metadata: Maybe<Scalars['JSON']['output']>;
  /** Null unless the analysis failed. */
  readonly errorMessage: Maybe<Scalars['String']['output']>;
  /** Whether parts of the analysis had errors. */
  readonly hasErrors: Scalars['Boolean']['output'];
  /** The newest saved interpretations of the results, the newest first. */
  readonly interpretations: ReadonlyArray<AnalysisInterpretation>;
  /** The latest log entries, oldest first. */
  readonly logs: ReadonlyArray<AnalysisLog>;
  /** Null if it is not completed, or the time was not recorded. */
  readonly completedAt: Maybe<Scalars['DateTime']['output']>;
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  /** When the worker last reported; null if never. */
  readonly lastUpdatedAt: Maybe<Scalars['DateTime']['output']>;
  /** When a worker last started it; null if none has, or the time was not recorded. */
  readonly startedAt: Maybe<Scalars['DateTime']['output']>;
  /** When it was completed, failed or was cancelled; null if it has not ended, or the time was not recorded. */
  readonly finishedAt: Maybe<Scalars['DateTime']['output']>;
  /**
   * Seconds until it is completed if it continues at its average speed. Null unless it is running and has made
   * progress.
   */
  readonly estimatedRemainingSeconds: Maybe<Scalars['NonNegativeInt']['output']>;
};


export type AnalysisResultsArgs = {
  path?: InputMaybe<Scalars['String']['input']>;
};


export type AnalysisInterpretationsArgs = {
  last?: Scalars['Int']['input'];
};


export type AnalysisLogsArgs = {
  last?: Scalars['Int']['input'];
};

export type AnalysisLogLevel =
  | 'debug'
  | 'info'
  | 'warn'
  | 'error'
  /** Another value; see `originalLevel`. Can't be used in arguments. */
  | 'other';

export type AnalysisLog = {
  readonly __typename?: 'AnalysisLog';
  /** Null if not recorded. */
  readonly loggedAt: Maybe<Scalars['DateTime']['output']>;
  /** Null if not recorded. */
  readonly level: Maybe<AnalysisLogLevel>;
  /** The level of an imported entry; null unless `level` is OTHER. */
  readonly originalLevel: Maybe<Scalars['String']['output']>;
  readonly message: Scalars['String']['output'];
  /** Additional data. */
  readonly data: Maybe<Scalars['JSON']['output']>;
};

/** A model's interpretation of the results, saved by the owner. */
export type AnalysisInterpretation = {
  readonly __typename?: 'AnalysisInterpretation';
  /** 1 for the first interpretation of the analysis. */
  readonly version: Scalars['NonNegativeInt']['output'];
  /** The name of the model. */
  readonly model: Scalars['String']['output'];
  /** A text or an object. */
  readonly content: Scalars['JSON']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
};

export type AddInterpretationInput = {
  readonly analysisId: Scalars['ID']['input'];
  /** The name of the model, 1 to 100 characters. */
  readonly model: Scalars['String']['input'];
  /** A text or an object of at most 65,536 characters. */
  readonly content: Scalars['JSON']['input'];
};

export type AddInterpretationPayload = {
  readonly __typename?: 'AddInterpretationPayload';
  readonly interpretation: AnalysisInterpretation;
  readonly analysis: Analysis;
};

export type AnalysisConnection = {
  readonly __typename?: 'AnalysisConnection';
  readonly edges: ReadonlyArray<AnalysisEdge>;
  /** The nodes of `edges`. */
  readonly nodes: ReadonlyArray<Analysis>;
  readonly pageInfo: PageInfo;
  /** All matching items, regardless of the page. Counted only when requested. */
  readonly totalCount: Scalars['NonNegativeInt']['output'];
};

export type AnalysisEdge = {
  readonly __typename?: 'AnalysisEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Analysis;
};

/** All conditions must match. */
export type AnalysisFilter = {
  /**
   * A case-insensitive substring of the contract's name, the whole address of the analysis or of its contract in
   * any spelling, or the ID of the analysis; at most 200 characters.
   */
  readonly search?: InputMaybe<Scalars['String']['input']>;
  /** Any of these. */
  readonly statuses?: InputMaybe<ReadonlyArray<AnalysisStatus>>;
  /** Any of these. */
  readonly types?: InputMaybe<ReadonlyArray<AnalysisType>>;
  /** Started from this contract. */
  readonly contractId?: InputMaybe<Scalars['ID']['input']>;
  readonly results?: InputMaybe<AnalysisResultsFilter>;
  /** The whole address of the analysis or of its contract, in any spelling of its chain. */
  readonly address?: InputMaybe<Scalars['String']['input']>;
  /** Any of these, in any spelling, as the chain of the analysis or of its contract. */
  readonly chains?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly createdAt?: InputMaybe<DateTimeRange>;
  readonly completedAt?: InputMaybe<DateTimeRange>;
};

export type AnalysisOrder = {
  readonly field: AnalysisOrderField;
  readonly direction?: OrderDirection;
};

export type AnalysisOrderField =
  | 'created_at'
  | 'updated_at'
  /** An analysis whose `completedAt` is null is before all others in ascending order, and after them in descending order. */
  | 'completed_at';

/** Matches analyses whose results have this value at this path. */
export type AnalysisResultsFilter = {
  /** A JSON pointer (RFC 6901) to a member of an object: "/target/category". Must not be empty. */
  readonly path: Scalars['String']['input'];
  /** A string, number, true, false or null; null if omitted. */
  readonly equals?: InputMaybe<Scalars['JSON']['input']>;
};

/** Either one of the viewer's contracts or any address. */
export type StartAnalysisInput = {
  /** Required for SINGLE, COMPETITIVE and COMPARATIVE, and for QUICK_INDEX without an address. */
  readonly contractId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * In the format of its chain. Required for QUICK_SCAN, and for QUICK_INDEX without a contract. A QUICK_INDEX of
   * the address of one of the viewer's contracts is started from that contract.
   */
  readonly contractAddress?: InputMaybe<Scalars['String']['input']>;
  /** Required with an address. */
  readonly contractChain?: InputMaybe<Scalars['String']['input']>;
  readonly type: AnalysisType;
  /** Additional data for the worker, an object of at most 65,536 characters of JSON. */
  readonly metadata?: InputMaybe<Scalars['JSON']['input']>;
  /** 1 to 255 characters. A retry with the same key returns the same analysis, and charges nothing. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type StartAnalysisPayload = {
  readonly __typename?: 'StartAnalysisPayload';
  readonly analysis: Analysis;
  /** The viewer's quota after this analysis. */
  readonly quota: Quota;
  readonly warnings: ReadonlyArray<ContractWarning>;
};

export type CancelAnalysisInput = {
  readonly id: Scalars['ID']['input'];
};

export type CancelAnalysisPayload = {
  readonly __typename?: 'CancelAnalysisPayload';
  readonly analysis: Analysis;
};

export type StartSyncInput = {
  readonly contractId: Scalars['ID']['input'];
};

export type StartSyncPayload = {
  readonly __typename?: 'StartSyncPayload';
  readonly contract: Contract;
  /** The cycle that is pending or running, or the last one. */
  readonly analysis: Analysis;
  readonly onboarding: UserOnboarding;
};

export type StopSyncInput = {
  readonly contractId: Scalars['ID']['input'];
};

export type StopSyncPayload = {
  readonly __typename?: 'StopSyncPayload';
  readonly contract: Contract;
  /** The cycles that were pending. */
  readonly cancelledAnalyses: ReadonlyArray<Analysis>;
  /** Null if the viewer has not started onboarding. */
  readonly onboarding: Maybe<UserOnboarding>;
};

export type RefreshContractInput = {
  readonly contractId: Scalars['ID']['input'];
};

export type RefreshContractPayload = {
  readonly __typename?: 'RefreshContractPayload';
  readonly contract: Contract;
  /** The QUICK_INDEX that is pending or running. */
  readonly analysis: Analysis;
  /** Null if the viewer has not started onboarding. */
  readonly onboarding: Maybe<UserOnboarding>;
};

export type ClaimAnalysisInput = {
  /** Types that the worker can run; all by default. */
  readonly types?: InputMaybe<ReadonlyArray<AnalysisType>>;
  /** Seconds until the claim expires unless renewed, 10 to 3600. */
  readonly leaseSeconds?: Scalars['Int']['input'];
};

export type ClaimAnalysisPayload = {
  readonly __typename?: 'ClaimAnalysisPayload';
  /** Null when no analysis is pending. */
  readonly lease: Maybe<AnalysisLease>;
};

/**
 * A worker's claim on an analysis. Each report includes its token. After `expiresAt`, another worker may claim
 * the analysis.
 */
export type AnalysisLease = {
  readonly __typename?: 'AnalysisLease';
  readonly token: Scalars['ID']['output'];
  readonly expiresAt: Scalars['DateTime']['output'];
  /** How many workers have claimed this analysis, including this one. */
  readonly attempts: Scalars['NonNegativeInt']['output'];
  readonly analysis: Analysis;
};

export type RenewLeaseInput = {
  readonly leaseToken: Scalars['ID']['input'];
  /** Seconds from now, 10 to 3600. */
  readonly leaseSeconds?: Scalars['Int']['input'];
};

export type RenewLeasePayload = {
  readonly __typename?: 'RenewLeasePayload';
  readonly lease: AnalysisLease;
};

export type ReportProgressInput = {
  readonly leaseToken: Scalars['ID']['input'];
  /** Percent, 0 to 100. */
  readonly progress: Scalars['Int']['input'];
  /** At most 255 characters. Cleared if null or omitted. */
  readonly currentStep?: InputMaybe<Scalars['String']['input']>;
};

export type ReportProgressPayload = {
  readonly __typename?: 'ReportProgressPayload';
  readonly analysis: Analysis;
};

export type AnalysisLogInput = {
  /** Defaults to the current time. */
  readonly loggedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Any level except OTHER. */
  readonly level?: AnalysisLogLevel;
  /** 1 to 10,000 characters. */
  readonly message: Scalars['String']['input'];
  /** Additional data, at most 10,000 characters of JSON. */
  readonly data?: InputMaybe<Scalars['JSON']['input']>;
};

/** The log keeps its last 10,000 entries. */
export type AppendLogsInput = {
  readonly leaseToken: Scalars['ID']['input'];
  /** 1 to 100, oldest first. */
  readonly entries: ReadonlyArray<AnalysisLogInput>;
};

export type AppendLogsPayload = {
  readonly __typename?: 'AppendLogsPayload';
  readonly analysis: Analysis;
};

export type CompleteAnalysisInput = {
  readonly leaseToken: Scalars['ID']['input'];
  /**
   * An object. The request may have at most RESULTS_MAX_MEGABYTES (16 by default), if it only completes or fails
   * analyses.
   */
  readonly results: Scalars['JSON']['input'];
  /**
   * Replaces the analysis's metadata, except `continuous`, which belongs to the sync. An object of at most 65,536
   * characters of JSON; unchanged if omitted.
   */
  readonly metadata?: InputMaybe<Scalars['JSON']['input']>;
  /** Whether parts of the analysis had errors. */
  readonly hasErrors?: Scalars['Boolean']['input'];
  /** Whether a cycle of a continuous sync found nothing new. */
  readonly isEmpty?: Scalars['Boolean']['input'];
};

export type CompleteAnalysisPayload = {
  readonly __typename?: 'CompleteAnalysisPayload';
  readonly analysis: Analysis;
};

export type FailAnalysisInput = {
  readonly leaseToken: Scalars['ID']['input'];
  /** Shown to the user; 1 to 10,000 characters. */
  readonly errorMessage: Scalars['String']['input'];
  /** Partial results, an object with the same limit as those of `completeAnalysis`. */
  readonly results?: InputMaybe<Scalars['JSON']['input']>;
};

export type FailAnalysisPayload = {
  readonly __typename?: 'FailAnalysisPayload';
  readonly analysis: Analysis;
};

/** Buckets begin in UTC. */
export type TimeBucket =
  | 'day'
  /** Begins on Monday. */
  | 'week'
  | 'month';

export type AnalysisGroup =
  | 'type'
  | 'status'
  /** The chain of the analysis or of its contract. */
  | 'chain';

export type AnalysisStats = {
  readonly __typename?: 'AnalysisStats';
  readonly totalCount: Scalars['NonNegativeInt']['output'];
  /** Analyses started since the beginning of the month in UTC. */
  readonly thisMonthCount: Scalars['NonNegativeInt']['output'];
  /** Completed divided by completed and failed, 0 to 1; null if there are none. */
  readonly successRate: Maybe<Scalars['Float']['output']>;
  /**
   * Average time from the start of a worker to the completion; null if none is completed. For imported analyses, from their
   * creation.
   */
  readonly averageDurationSeconds: Maybe<Scalars['Float']['output']>;
  /** Statuses without analyses are omitted. */
  readonly byStatus: ReadonlyArray<AnalysisStatusCount>;
  /** Counts by time bucket and group, the earliest bucket first. Only the latest 1000 rows are returned. */
  readonly series: ReadonlyArray<AnalysisStatsRow>;
};


export type AnalysisStatsSeriesArgs = {
  groupBy?: InputMaybe<AnalysisGroup>;
  bucket?: InputMaybe<TimeBucket>;
};

export type AnalysisStatusCount = {
  readonly __typename?: 'AnalysisStatusCount';
  readonly status: AnalysisStatus;
  readonly count: Scalars['NonNegativeInt']['output'];
};

export type AnalysisStatsRow = {
  readonly __typename?: 'AnalysisStatsRow';
  /** The first day of the bucket; null without buckets. */
  readonly bucket: Maybe<Scalars['LocalDate']['output']>;
  /**
   * The type or status in upper case, or the most frequent spelling of the chain; null without grouping, or if the chain
   * is unknown.
   */
  readonly group: Maybe<Scalars['String']['output']>;
  readonly count: Scalars['NonNegativeInt']['output'];
};

export type Dashboard = {
  readonly __typename?: 'Dashboard';
  /** Archived contracts are not counted. */
  readonly contractCount: Scalars['NonNegativeInt']['output'];
  /** Deleted sessions are not counted. */
  readonly chatSessionCount: Scalars['NonNegativeInt']['output'];
  readonly analyses: AnalysisStats;
  readonly quota: Quota;
  /** Newest first. */
  readonly recentAnalyses: ReadonlyArray<Analysis>;
};


export type DashboardRecentAnalysesArgs = {
  first?: Scalars['Int']['input'];
};

/** An event of the viewer's own objects. */
export type Activity = {
  readonly __typename?: 'Activity';
  readonly occurredAt: Scalars['DateTime']['output'];
  readonly kind: ActivityKind;
  /** The object named by `kind`; null if the viewer may not read it or it was just deleted. */
  readonly subject: Maybe<Node>;
};

export type ActivityKind =
  /** A `Contract` was created. */
  | 'contract_added'
  /** An `Analysis` was queued. */
  | 'analysis_started'
  /** An `Analysis` was completed. */
  | 'analysis_completed'
  /** A `ChatSession` was opened. */
  | 'chat_session_opened'
  /** A `ChatMessage` of any role was added. */
  | 'message_added'
  /** The viewer queued an `ImportJob`. */
  | 'import_started'
  /** An `ImportJob` that the viewer queued has completed, failed or was cancelled. */
  | 'import_finished';

export type ActivityConnection = {
  readonly __typename?: 'ActivityConnection';
  readonly edges: ReadonlyArray<ActivityEdge>;
  /** The nodes of `edges`. */
  readonly nodes: ReadonlyArray<Activity>;
  readonly pageInfo: PageInfo;
  /** All matching items, regardless of the page. Counted only when requested. */
  readonly totalCount: Scalars['NonNegativeInt']['output'];
};

export type ActivityEdge = {
  readonly __typename?: 'ActivityEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Activity;
};

/** All conditions must match. */
export type ActivityFilter = {
  /** Any of these. */
  readonly kinds?: InputMaybe<ReadonlyArray<ActivityKind>>;
  /** Only events of this contract, of analyses started from it, and of chat sessions about it. */
  readonly contractId?: InputMaybe<Scalars['ID']['input']>;
  readonly occurredAt?: InputMaybe<DateTimeRange>;
};

/** A conversation about a contract. */
export type ChatSession = Node & {
  readonly __typename?: 'ChatSession';
  readonly id: Scalars['ID']['output'];
  readonly owner: Maybe<User>;
  readonly title: Scalars['String']['output'];
  readonly contractAddress: Maybe<Scalars['String']['output']>;
  readonly contractChain: Maybe<Scalars['String']['output']>;
  readonly contractName: Maybe<Scalars['String']['output']>;
  /** False if deleted. */
  readonly isActive: Scalars['Boolean']['output'];
  readonly messageCount: Scalars['NonNegativeInt']['output'];
  /** Additional data; an object. */
  readonly metadata: Scalars['JSON']['output'];
  /** Null without messages. */
  readonly lastMessageAt: Maybe<Scalars['DateTime']['output']>;
  /** `lastMessageAt`, or `createdAt` without messages. */
  readonly lastActivityAt: Scalars['DateTime']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Newest first by default. */
  readonly messages: ChatMessageConnection;
};


/** A conversation about a contract. */
export type ChatSessionMessagesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  orderBy?: InputMaybe<ChatMessageOrder>;
};

export type ChatMessageRole =
  | 'user'
  /** The language model. */
  | 'assistant'
  /** The application. */
  | 'system';

export type ChatMessage = Node & {
  readonly __typename?: 'ChatMessage';
  readonly id: Scalars['ID']['output'];
  readonly session: ChatSession;
  readonly role: ChatMessageRole;
  /** Markdown. */
  readonly content: Scalars['String']['output'];
  /** Charts, tables and cards shown with the text. */
  readonly components: ReadonlyArray<ChatComponent>;
  /** Tokens that the answer used; null if unknown. */
  readonly tokensUsed: Maybe<Scalars['Int']['output']>;
  /** The model that answered; null if unknown. */
  readonly model: Maybe<Scalars['String']['output']>;
  /** Milliseconds until the answer; null if unknown. */
  readonly processingTimeMs: Maybe<Scalars['Int']['output']>;
  /** Additional data; an object. */
  readonly metadata: Scalars['JSON']['output'];
  readonly createdAt: Scalars['DateTime']['output'];
  /** Former versions, the last one first. Empty if the message was never edited. */
  readonly revisions: ChatMessageRevisionConnection;
};


export type ChatMessageRevisionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

export type ChatComponentType =
  | 'text'
  /** A chart of lines, bars, areas, a pie or a radar. */
  | 'chart'
  | 'metric_card'
  | 'table'
  | 'alert'
  | 'insight_card'
  | 'recommendation'
  | 'transaction_list'
  | 'user_analysis'
  | 'competitive_comparison'
  /** Another value; see `originalType`. Can't be used in arguments. */
  | 'other';

/** A chart, table or card shown with a message. */
export type ChatComponent = {
  readonly __typename?: 'ChatComponent';
  readonly type: ChatComponentType;
  /** The type of an imported component; null unless `type` is OTHER, or if it has none. */
  readonly originalType: Maybe<Scalars['String']['output']>;
  readonly title: Maybe<Scalars['String']['output']>;
  readonly description: Maybe<Scalars['String']['output']>;
  /** The member of the data on the horizontal axis of a chart. */
  readonly xAxis: Maybe<Scalars['String']['output']>;
  /** The member of the data on the vertical axis of a chart. */
  readonly yAxis: Maybe<Scalars['String']['output']>;
  /** An object or an array, depending on the type; an imported component may have any value. */
  readonly data: Maybe<Scalars['JSON']['output']>;
  /** Members of an imported component that have no field here, as an object; null if there are none. */
  readonly otherMembers: Maybe<Scalars['JSON']['output']>;
};

/** A message before an edit. */
export type ChatMessageRevision = {
  readonly __typename?: 'ChatMessageRevision';
  readonly id: Scalars['ID']['output'];
  /** Markdown. */
  readonly content: Scalars['String']['output'];
  readonly components: ReadonlyArray<ChatComponent>;
  readonly replacedAt: Scalars['DateTime']['output'];
};

export type ChatMessageRevisionConnection = {
  readonly __typename?: 'ChatMessageRevisionConnection';
  readonly edges: ReadonlyArray<ChatMessageRevisionEdge>;
  /** The nodes of `edges`. */
  readonly nodes: ReadonlyArray<ChatMessageRevision>;
  readonly pageInfo: PageInfo;
  /** All matching items, regardless of the page. Counted only when requested. */
  readonly totalCount: Scalars['NonNegativeInt']['output'];
};

export type ChatMessageRevisionEdge = {
  readonly __typename?: 'ChatMessageRevisionEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: ChatMessageRevision;
};

export type ChatSessionConnection = {
  readonly __typename?: 'ChatSessionConnection';
  readonly edges: ReadonlyArray<ChatSessionEdge>;
  /** The nodes of `edges`. */
  readonly nodes: ReadonlyArray<ChatSession>;
  readonly pageInfo: PageInfo;
  /** All matching items, regardless of the page. Counted only when requested. */
  readonly totalCount: Scalars['NonNegativeInt']['output'];
};

export type ChatSessionEdge = {
  readonly __typename?: 'ChatSessionEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: ChatSession;
};

/** All conditions must match. */
export type ChatSessionFilter = {
  /**
   * Case-insensitive substring of the title, contract name or address, or the whole address in any spelling of its
   * chain; at most 200 characters.
   */
  readonly search?: InputMaybe<Scalars['String']['input']>;
  /** The whole address, in any spelling of its chain. */
  readonly address?: InputMaybe<Scalars['String']['input']>;
  /** Any of these, in any spelling. */
  readonly chains?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** False for deleted sessions; null for both. */
  readonly isActive?: InputMaybe<Scalars['Boolean']['input']>;
  readonly lastActivityAt?: InputMaybe<DateTimeRange>;
};

export type ChatSessionOrder = {
  readonly field: ChatSessionOrderField;
  readonly direction?: OrderDirection;
};

export type ChatSessionOrderField =
  | 'last_activity_at'
  | 'created_at'
  /** Without regard to case and accents, by the first 200 characters. */
  | 'title'
  | 'message_count';

export type ChatMessageConnection = {
  readonly __typename?: 'ChatMessageConnection';
  readonly edges: ReadonlyArray<ChatMessageEdge>;
  /** The nodes of `edges`. */
  readonly nodes: ReadonlyArray<ChatMessage>;
  readonly pageInfo: PageInfo;
  /** All matching items, regardless of the page. Counted only when requested. */
  readonly totalCount: Scalars['NonNegativeInt']['output'];
};

export type ChatMessageEdge = {
  readonly __typename?: 'ChatMessageEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: ChatMessage;
};

export type ChatMessageOrder = {
  readonly field: ChatMessageOrderField;
  readonly direction?: OrderDirection;
};

export type ChatMessageOrderField =
  | 'created_at';

export type OpenChatSessionInput = {
  /** In the format of its chain. Any spelling finds the session. */
  readonly contractAddress: Scalars['String']['input'];
  /** At most 50 characters. Any spelling finds the session. */
  readonly contractChain: Scalars['String']['input'];
  /** At most 255 characters. Ignored if the session exists. */
  readonly contractName?: InputMaybe<Scalars['String']['input']>;
  /** At most 500 characters. Ignored if the session exists. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
};

export type OpenChatSessionPayload = {
  readonly __typename?: 'OpenChatSessionPayload';
  readonly session: ChatSession;
  readonly isNew: Scalars['Boolean']['output'];
};

/** Omitted fields are unchanged. */
export type UpdateChatSessionInput = {
  readonly id: Scalars['ID']['input'];
  /** 1 to 500 characters. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 255 characters. Null removes the name. */
  readonly contractName?: InputMaybe<Scalars['String']['input']>;
  /** The last known `updatedAt`. CONFLICT if the session was changed since. */
  readonly ifUnmodifiedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

export type UpdateChatSessionPayload = {
  readonly __typename?: 'UpdateChatSessionPayload';
  readonly session: ChatSession;
};

export type DeleteChatSessionInput = {
  readonly id: Scalars['ID']['input'];
};

export type DeleteChatSessionPayload = {
  readonly __typename?: 'DeleteChatSessionPayload';
  readonly deletedId: Scalars['ID']['output'];
  /** The deleted session, which can be restored. */
  readonly session: ChatSession;
  /** The owner, with the other sessions. */
  readonly user: User;
};

export type DeleteChatSessionsInput = {
  /** 1 to 100. */
  readonly ids: ReadonlyArray<Scalars['ID']['input']>;
};

export type DeleteChatSessionsPayload = {
  readonly __typename?: 'DeleteChatSessionsPayload';
  /** In the order of `ids`, without repetitions. */
  readonly deletedIds: ReadonlyArray<Scalars['ID']['output']>;
  /** The deleted sessions, in the order of `deletedIds`. They can be restored. */
  readonly sessions: ReadonlyArray<ChatSession>;
  /** The owner, with the other sessions. */
  readonly user: User;
};

export type RestoreChatSessionInput = {
  readonly id: Scalars['ID']['input'];
};

export type RestoreChatSessionPayload = {
  readonly __typename?: 'RestoreChatSessionPayload';
  readonly session: ChatSession;
};

export type ChatMessageInput = {
  readonly role: ChatMessageRole;
  /** Markdown, at most 200,000 characters. May be empty. */
  readonly content: Scalars['String']['input'];
  /** Charts, tables and cards shown with the text: at most 100, and together 200,000 characters of JSON. */
  readonly components?: InputMaybe<ReadonlyArray<ChatComponentInput>>;
  /** Tokens that the answer used, at most 2,147,483,647. */
  readonly tokensUsed?: InputMaybe<Scalars['NonNegativeInt']['input']>;
  /** The model that answered, at most 100 characters. */
  readonly model?: InputMaybe<Scalars['String']['input']>;
  /** Milliseconds until the answer, at most 2,147,483,647. */
  readonly processingTimeMs?: InputMaybe<Scalars['NonNegativeInt']['input']>;
  /** Additional data, an object of at most 65,536 characters of JSON. */
  readonly metadata?: InputMaybe<Scalars['JSON']['input']>;
};

export type ChatComponentInput = {
  /** Any type except OTHER. */
  readonly type: ChatComponentType;
  /** At most 500 characters. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** At most 10,000 characters. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** The member of the data on the horizontal axis of a chart, at most 500 characters. */
  readonly xAxis?: InputMaybe<Scalars['String']['input']>;
  /** The member of the data on the vertical axis of a chart, at most 500 characters. */
  readonly yAxis?: InputMaybe<Scalars['String']['input']>;
  /** An object or an array, depending on the type. */
  readonly data?: InputMaybe<Scalars['JSON']['input']>;
};

export type AppendMessagesInput = {
  readonly sessionId: Scalars['ID']['input'];
  /** 1 to 100, in order. */
  readonly messages: ReadonlyArray<ChatMessageInput>;
  /** 1 to 255 characters. A retry with the same key returns the same messages instead of adding more. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type AppendMessagesPayload = {
  readonly __typename?: 'AppendMessagesPayload';
  readonly session: ChatSession;
  /** In the order of the input. After a retry, without messages that were deleted since the first request. */
  readonly messages: ReadonlyArray<ChatMessage>;
};

/** Omitted fields are unchanged. */
export type EditMessageInput = {
  readonly id: Scalars['ID']['input'];
  /** Markdown, at most 200,000 characters. May be empty. */
  readonly content?: InputMaybe<Scalars['String']['input']>;
  /** As in `ChatMessageInput`. They replace all former ones; null removes them. */
  readonly components?: InputMaybe<ReadonlyArray<ChatComponentInput>>;
};

export type EditMessagePayload = {
  readonly __typename?: 'EditMessagePayload';
  readonly message: ChatMessage;
};

export type DeleteMessageInput = {
  readonly id: Scalars['ID']['input'];
};

export type DeleteMessagePayload = {
  readonly __typename?: 'DeleteMessagePayload';
  readonly deletedId: Scalars['ID']['output'];
  readonly session: ChatSession;
};

export type SearchKind =
  /** Searches names, descriptions and addresses. */
  | 'contract'
  /** Searches titles, and the names and addresses of their contracts. */
  | 'chat_session'
  /** Searches the text of messages. */
  | 'chat_message'
  /**
   * Searches types, addresses and chains, error messages, interpretations, and the names and addresses of their
   * contracts.
   */
  | 'analysis';

export type SearchSubject = Contract | ChatSession | ChatMessage | Analysis;

export type SearchResult = {
  readonly __typename?: 'SearchResult';
  readonly subject: SearchSubject;
  /** Higher is better. Comparable only within one search. */
  readonly score: Scalars['Float']['output'];
  /** The parts of the text around the matches, as plain text of at most 500 characters with matches between « and ». */
  readonly snippet: Scalars['String']['output'];
};

/** The best match comes first. */
export type SearchConnection = {
  readonly __typename?: 'SearchConnection';
  readonly edges: ReadonlyArray<SearchEdge>;
  /** The nodes of `edges`. */
  readonly nodes: ReadonlyArray<SearchResult>;
  readonly pageInfo: PageInfo;
};

export type SearchEdge = {
  readonly __typename?: 'SearchEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: SearchResult;
};

/** How the legacy files are laid out. */
export type ImportLayout =
  /** Either layout, or both. */
  | 'auto'
  /** Only global files: users.json, contracts.json and so on. */
  | 'era1'
  /** users.json and one directory per user. */
  | 'era2';

/** What to do with a record that differs from an existing row. */
export type ImportConflictPolicy =
  /** Keep the row. */
  | 'skip'
  /** Replace the row if the record was changed later. */
  | 'update_if_newer';

/** What to do with a record whose owner does not exist. */
export type ImportOrphanPolicy =
  /** Reject it. `retryRejects` can import it once the owner exists. */
  | 'quarantine'
  /** Create an inactive owner who can't log in. */
  | 'placeholder_owner';

/** What to do with a user whose e-mail another account has. */
export type ImportEmailTakenPolicy =
  /** Reject it. `retryRejects` can import it later. */
  | 'reject'
  /** Create the user with a substitute e-mail, which receives no mail. */
  | 'rename';

/** What to do with a damaged file: truncated, followed by unexpected bytes, or with a malformed record. */
export type ImportDamagePolicy =
  /** Import the readable records, and reject the damaged parts. A `.backup` file fills in what is missing. */
  | 'salvage'
  /** Fail the import at the first damage, and publish nothing. */
  | 'fail';

export type ImportFileInput = {
  readonly kind: ImportKind;
  /** The user whose directory had the file; omit it for a global file. */
  readonly ownerId?: InputMaybe<Scalars['ID']['input']>;
  /** JSON or NDJSON, optionally compressed with gzip or zstd. */
  readonly file: Scalars['Upload']['input'];
};

/** Exactly one of `directory` and `files` is required. */
export type ImportLegacyDataInput = {
  /**
   * The legacy `data` directory, relative to the server's LEGACY_DATA_DIR. Nothing outside of LEGACY_DATA_DIR is
   * read.
   */
  readonly directory?: InputMaybe<Scalars['String']['input']>;
  /** Uploaded files in any order, at most 1000. */
  readonly files?: InputMaybe<ReadonlyArray<ImportFileInput>>;
  readonly layout?: ImportLayout;
  /** Read, check and report, but publish nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  readonly onConflict?: ImportConflictPolicy;
  /** Whether `.backup` files fill in what is missing from the other files. */
  readonly includeBackups?: Scalars['Boolean']['input'];
  readonly orphans?: ImportOrphanPolicy;
  readonly onEmailTaken?: ImportEmailTakenPolicy;
  readonly onDamage?: ImportDamagePolicy;
  /** Whether to read each record back and compare it with its source before publishing. */
  readonly verify?: Scalars['Boolean']['input'];
};

export type ImportLegacyDataPayload = {
  readonly __typename?: 'ImportLegacyDataPayload';
  readonly job: ImportJob;
};

export type RetryRejectsInput = {
  /** The job that rejected the records. */
  readonly jobId: Scalars['ID']['input'];
  /** All kinds by default. */
  readonly kinds?: InputMaybe<ReadonlyArray<ImportKind>>;
  /** All codes by default. */
  readonly codes?: InputMaybe<ReadonlyArray<ImportRejectCode>>;
  readonly orphans?: ImportOrphanPolicy;
  readonly onEmailTaken?: ImportEmailTakenPolicy;
};

export type RetryRejectsPayload = {
  readonly __typename?: 'RetryRejectsPayload';
  readonly job: ImportJob;
};

export type VerifyImportInput = {
  readonly jobId: Scalars['ID']['input'];
};

export type VerifyImportPayload = {
  readonly __typename?: 'VerifyImportPayload';
  readonly job: ImportJob;
};

export type RevertImportInput = {
  readonly jobId: Scalars['ID']['input'];
  /** Report what would be deleted and restored, but change nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
};

export type RevertImportPayload = {
  readonly __typename?: 'RevertImportPayload';
  readonly job: ImportJob;
};

export type TakeOverRefusalsInput = {
  /** The job that refused the records. */
  readonly jobId: Scalars['ID']['input'];
};

export type TakeOverRefusalsPayload = {
  readonly __typename?: 'TakeOverRefusalsPayload';
  readonly job: ImportJob;
};

export type SwitchOverAnalysesPayload = {
  readonly __typename?: 'SwitchOverAnalysesPayload';
  readonly job: ImportJob;
};

export type ExportLegacyDataInput = {
  /**
   * A directory that is empty or does not exist, relative to the server's LEGACY_EXPORT_DIR. Nothing is written
   * outside of LEGACY_EXPORT_DIR.
   */
  readonly directory: Scalars['String']['input'];
  /** AUTO means ERA2. */
  readonly layout?: ImportLayout;
};

export type ExportLegacyDataPayload = {
  readonly __typename?: 'ExportLegacyDataPayload';
  readonly job: ImportJob;
};

export type ExportedRejects = {
  readonly __typename?: 'ExportedRejects';
  /** One JSON object per line. */
  readonly ndjson: Scalars['String']['output'];
  /** The number of lines. */
  readonly count: Scalars['NonNegativeInt']['output'];
  /** The value of `after` for the next page; null if there are no more. */
  readonly next: Maybe<Scalars['NonNegativeInt']['output']>;
};

export type ImportOperation =
  /** Imports legacy files. */
  | 'import'
  /** Imports the rejects of another job again. */
  | 'retry'
  /** Compares the rows that another job imported with their source. */
  | 'verify'
  /** Reverts another job. */
  | 'revert'
  /** Writes legacy files. */
  | 'export'
  /** Marks analyses that the legacy application left running as failed. */
  | 'switch_over'
  /** Imports the records that another job refused; they replace the rows. */
  | 'take_over';

export type CancelImportInput = {
  readonly jobId: Scalars['ID']['input'];
};

export type CancelImportPayload = {
  readonly __typename?: 'CancelImportPayload';
  /** Its phase becomes CANCELLED when it has stopped. */
  readonly job: ImportJob;
};

export type ImportPhase =
  | 'queued'
  /**
   * Files are read, and their records are staged. Staged records are written to the tables at the same time, in
   * one transaction.
   */
  | 'reading'
  /** All files are read. The remaining records are written in the same transaction, read back and compared. */
  | 'publishing'
  /** Rows are compared with the records they were imported from. */
  | 'verifying'
  /** Published and verified. A dry run: all files were read. Any other job: done. */
  | 'completed'
  /** Failed; nothing was published. */
  | 'failed'
  /** Stopped on request; nothing was published. */
  | 'cancelled';

/** The kinds of legacy record. */
export type ImportKind =
  /** users.json */
  | 'users'
  /** contracts.json */
  | 'contracts'
  /** analyses.json */
  | 'analyses'
  /** chat_sessions.json */
  | 'chat_sessions'
  /** chat_messages.json */
  | 'chat_messages';

/** Why a job failed; `errorMessage` has the reason and the fix. */
export type ImportErrorCode =
  | 'interrupted'
  | 'database_lost'
  | 'conflict'
  | 'disk_full'
  | 'source_unreadable'
  | 'out_of_memory'
  | 'upload_aborted'
  | 'target_unwritable'
  | 'not_possible'
  | 'verification_failed'
  | 'internal'
  /** Of another version of the server; see `originalErrorCode`. */
  | 'other';

/** Why values were changed or a record was refused; `message` has the explanation. */
export type ImportWarningCode =
  | 'missing_value'
  | 'missing_date'
  | 'invalid_date'
  | 'invalid_id'
  | 'invalid_characters'
  | 'wrong_type'
  | 'unknown_value'
  | 'value_too_long'
  | 'value_out_of_range'
  | 'value_approximated'
  | 'value_changed'
  | 'null_removed'
  | 'item_skipped'
  | 'owner_differs'
  | 'role_not_granted'
  | 'duplicate_key'
  | 'api_key_taken'
  | 'email_renamed'
  | 'second_default'
  | 'config_unknown'
  | 'placeholder_owner'
  | 'row_changed'
  | 'row_deleted'
  | 'row_kept'
  | 'not_newer'
  | 'message_differs'
  | 'api_key_is_digest'
  | 'password_unknown_there'
  /** Of another version of the server; see `originalCode`. */
  | 'other';

/** Why a record was rejected or refused. */
export type ImportRejectCode =
  /** The record has no ID. */
  | 'missing_id'
  /** The ID is not a UUID. */
  | 'invalid_id'
  /** The record names no user. */
  | 'missing_owner'
  /** The user's ID is not a UUID. */
  | 'invalid_owner'
  /** The owner does not exist. */
  | 'owner_unknown'
  /** The user has no e-mail. */
  | 'missing_email'
  /** The e-mail is not an address. */
  | 'invalid_email'
  /** Another user has the e-mail. */
  | 'email_taken'
  /** The message names no session. */
  | 'missing_session'
  /** The session's ID is not a UUID. */
  | 'invalid_session'
  /** The session does not exist. */
  | 'session_unknown'
  /** Another record of the files has the ID. */
  | 'duplicate_id'
  /** A row that was not imported has the ID. */
  | 'id_taken'
  /** The file is empty. */
  | 'empty_file'
  /** The file is not JSON. */
  | 'not_json'
  /** The file ends too early. */
  | 'truncated'
  /** There are bytes after the end of the JSON. */
  | 'trailing_bytes'
  /** There are bytes between records. */
  | 'stray_bytes'
  /** The record is not valid JSON. */
  | 'broken_record'
  /** The record is larger than the limit. */
  | 'record_too_large'
  /** The record is nested more deeply than the limit. */
  | 'too_deep'
  /** The record is not valid UTF-8. */
  | 'invalid_utf8'
  /** The file changed while it was read. */
  | 'file_changed'
  /** The file could not be read. */
  | 'read_failed'
  /** The compressed file is damaged. */
  | 'damaged_compression'
  /** The compressed file expands beyond the limit. */
  | 'expands_too_much'
  /** The compression is not supported. */
  | 'unsupported_compression'
  /** A refusal: the row was changed here. */
  | 'row_changed'
  /** A refusal: the row was deleted here. */
  | 'row_deleted'
  /** A refusal: `onConflict` is SKIP. */
  | 'row_kept'
  /** A refusal: the record has the same date as the imported one. */
  | 'not_newer'
  /** A refusal: the message does not continue the stored one. */
  | 'message_differs'
  /** Of a verification: rows are missing. */
  | 'missing'
  /** Of a verification: rows differ from their source. */
  | 'different'
  /** Rows were changed since the import. */
  | 'changed_since'
  /** Of a reversion: other rows refer to the row. */
  | 'has_dependents'
  /** Of another version of the server; see `originalCode`. Can't be used in arguments. */
  | 'other';

/** A job of the importer. */
export type ImportJob = Node & {
  readonly __typename?: 'ImportJob';
  readonly id: Scalars['ID']['output'];
  readonly operation: ImportOperation;
  /** The job that is retried, verified, reverted or whose records are taken over; otherwise null. */
  readonly sourceJob: Maybe<ImportJob>;
  readonly phase: ImportPhase;
  /** The directory that is imported or written; null for uploaded files. */
  readonly directory: Maybe<Scalars['String']['output']>;
  readonly layout: ImportLayout;
  /** Whether nothing is published. */
  readonly isDryRun: Scalars['Boolean']['output'];
  readonly onConflict: ImportConflictPolicy;
  /** Whether `.backup` files fill in what is missing from the other files. */
  readonly hasBackups: Scalars['Boolean']['output'];
  readonly orphans: ImportOrphanPolicy;
  readonly onEmailTaken: ImportEmailTakenPolicy;
  readonly onDamage: ImportDamagePolicy;
  /** Whether each record is read back and compared before publishing. */
  readonly hasVerification: Scalars['Boolean']['output'];
  /** Null if started from the command line, or if the account was deleted. */
  readonly startedBy: Maybe<User>;
  /** One entry per kind. */
  readonly counts: ReadonlyArray<ImportCounts>;
  /** Files that hold none of the five kinds of records. They are kept as documents. */
  readonly documents: ImportDocumentCounts;
  /** Why values were changed; the most frequent reason first within a kind. */
  readonly warnings: ReadonlyArray<ImportWarningCount>;
  /** Files that were found but not read. */
  readonly skippedPaths: ReadonlyArray<ImportSkippedPath>;
  /** The first 1000 users who got a substitute e-mail, or would get one. The warning EMAIL_RENAMED counts all. */
  readonly renamedUsers: ReadonlyArray<ImportRenamedUser>;
  readonly bytesRead: Scalars['BigInt']['output'];
  /** 0 until the files are found. */
  readonly bytesTotal: Scalars['BigInt']['output'];
  /** Average while reading; null before anything is read, and after an interruption. */
  readonly bytesPerSecond: Maybe<Scalars['Float']['output']>;
  /** Average from start to end; null if unknown, for example after an interruption. */
  readonly recordsPerSecond: Maybe<Scalars['Float']['output']>;
  /** Percent of the work that is done, 0 to 100; null if unknown. */
  readonly progress: Maybe<Scalars['Float']['output']>;
  /** An estimate; null if unknown, or when the job has ended. */
  readonly estimatedRemainingSeconds: Maybe<Scalars['NonNegativeInt']['output']>;
  /** The verified files of a completed import, in the order in which they were read. */
  readonly files: ImportFileConnection;
  /** Records that could not be imported, ordered by number. */
  readonly rejects: ImportRejectConnection;
  /**
   * Records that were refused because their rows were kept, although they are not older than the imported records.
   * Ordered by number. `takeOverRefusals` imports them.
   */
  readonly refusals: ImportRejectConnection;
  /** The most frequent first. */
  readonly rejectsByCode: ReadonlyArray<ImportRejectCount>;
  /** Null unless the job failed. */
  readonly errorCode: Maybe<ImportErrorCode>;
  /** Null unless `errorCode` is OTHER. */
  readonly originalErrorCode: Maybe<Scalars['String']['output']>;
  /** The reason and the fix; null unless the job failed. */
  readonly errorMessage: Maybe<Scalars['String']['output']>;
  readonly createdAt: Scalars['DateTime']['output'];
  /** When the job began to read; null if it has not. */
  readonly startedAt: Maybe<Scalars['DateTime']['output']>;
  /** When the job last resumed after an interruption; null if it never did. */
  readonly resumedAt: Maybe<Scalars['DateTime']['output']>;
  /** When the job ended; null if it has not. */
  readonly finishedAt: Maybe<Scalars['DateTime']['output']>;
  /** When the import was reverted; null if it was not. */
  readonly revertedAt: Maybe<Scalars['DateTime']['output']>;
};


/** A job of the importer. */
export type ImportJobFilesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A job of the importer. */
export type ImportJobRejectsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ImportRejectFilter>;
};


/** A job of the importer. */
export type ImportJobRefusalsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ImportRejectFilter>;
};

/** A file of a completed import, with the proof that its records are in the tables. */
export type ImportFile = {
  readonly __typename?: 'ImportFile';
  /** The position in the order of reading, from 1. */
  readonly number: Scalars['NonNegativeInt']['output'];
  readonly kind: ImportKind;
  /** Relative to the imported directory, or the name of an uploaded file. */
  readonly path: Scalars['String']['output'];
  /** Whether it is a backup file, which only fills in missing records. */
  readonly isBackup: Scalars['Boolean']['output'];
  /** The size of the file. */
  readonly bytes: Scalars['BigInt']['output'];
  /** The SHA-256 of the file in hexadecimal; null if it was not read to its end. */
  readonly bytesSha256: Maybe<Scalars['String']['output']>;
  /** Records in the file, not counting rejects. */
  readonly records: Scalars['BigInt']['output'];
  /** Rejected records and damaged parts. */
  readonly rejected: Scalars['BigInt']['output'];
  /** Records that were written, read back and found equal. */
  readonly verified: Scalars['BigInt']['output'];
  /** Records that were read back and found different: always 0, because otherwise nothing is published. */
  readonly differing: Scalars['BigInt']['output'];
  /**
   * The sum of the SHA-256 of the written records' canonical JSON, modulo 2^256, in hexadecimal; null when not
   * verified.
   */
  readonly sourceDigest: Maybe<Scalars['String']['output']>;
  /** The same sum for the records rebuilt from the tables; null when not verified. */
  readonly publishedDigest: Maybe<Scalars['String']['output']>;
};

export type ImportFileConnection = {
  readonly __typename?: 'ImportFileConnection';
  readonly edges: ReadonlyArray<ImportFileEdge>;
  /** The nodes of `edges`. */
  readonly nodes: ReadonlyArray<ImportFile>;
  readonly pageInfo: PageInfo;
  /** All matching items, regardless of the page. Counted only when requested. */
  readonly totalCount: Scalars['NonNegativeInt']['output'];
};

export type ImportFileEdge = {
  readonly __typename?: 'ImportFileEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: ImportFile;
};

/**
 * The records of one kind: read = inserted + updated + unchanged + skipped + rejected, and skipped = copies +
 * olderCopies + refused.
 */
export type ImportCounts = {
  readonly __typename?: 'ImportCounts';
  readonly kind: ImportKind;
  /** Records in the files, including malformed ones. */
  readonly read: Scalars['NonNegativeInt']['output'];
  readonly inserted: Scalars['NonNegativeInt']['output'];
  /** Records that replaced an existing row. */
  readonly updated: Scalars['NonNegativeInt']['output'];
  /** Records that an earlier import has already imported unchanged. */
  readonly unchanged: Scalars['NonNegativeInt']['output'];
  readonly skipped: Scalars['NonNegativeInt']['output'];
  /** Copies of another record or reject in the files, for example in a backup. */
  readonly copies: Scalars['NonNegativeInt']['output'];
  /** Older versions of another record in the files, or of the imported record. */
  readonly olderCopies: Scalars['NonNegativeInt']['output'];
  /**
   * Records that differ from the row and are not older than the imported record, but whose row was kept: it was
   * changed or deleted here, or `onConflict` is SKIP. `ImportJob.refusals` lists them.
   */
  readonly refused: Scalars['NonNegativeInt']['output'];
  /**
   * Records that could not be imported. Of a verification: records that differ from their source. Of a
   * reversion: records whose rows are kept.
   */
  readonly rejected: Scalars['NonNegativeInt']['output'];
  /** Values that their column could not hold exactly, and refused records. The originals are kept. */
  readonly warnings: Scalars['NonNegativeInt']['output'];
  /** Records whose rows were compared with the source and found equal. */
  readonly verified: Scalars['NonNegativeInt']['output'];
  /** Of a reversion: records whose rows were deleted. */
  readonly removed: Scalars['NonNegativeInt']['output'];
  /** Of a reversion: records whose rows were restored to their state before the import. */
  readonly restored: Scalars['NonNegativeInt']['output'];
  /** Of an export: records that were written. */
  readonly exported: Scalars['NonNegativeInt']['output'];
};

/** How often values were changed for one reason. */
export type ImportWarningCount = {
  readonly __typename?: 'ImportWarningCount';
  readonly kind: ImportKind;
  readonly code: ImportWarningCode;
  /** Null unless `code` is OTHER. */
  readonly originalCode: Maybe<Scalars['String']['output']>;
  readonly message: Scalars['String']['output'];
  readonly count: Scalars['NonNegativeInt']['output'];
};

export type ImportDocumentCounts = {
  readonly __typename?: 'ImportDocumentCounts';
  /** Files that were found; of a verification or a reversion: documents of the import. */
  readonly found: Scalars['NonNegativeInt']['output'];
  readonly inserted: Scalars['NonNegativeInt']['output'];
  /** Files that an earlier import has already stored with the same content. */
  readonly unchanged: Scalars['NonNegativeInt']['output'];
  /**
   * Files that can't be kept or written; `skippedPaths` lists them with the reasons. Of a verification: documents
   * that are missing or differ.
   */
  readonly rejected: Scalars['NonNegativeInt']['output'];
  /** Documents that were compared with their source and found equal. */
  readonly verified: Scalars['NonNegativeInt']['output'];
  /** Of a reversion: documents that were deleted. */
  readonly removed: Scalars['NonNegativeInt']['output'];
  /** Of an export: documents that were written. */
  readonly exported: Scalars['NonNegativeInt']['output'];
};

/** A user who got a substitute e-mail, because another account has the user's own. */
export type ImportRenamedUser = {
  readonly __typename?: 'ImportRenamedUser';
  /** The ID of the renamed user. A dry run does not create the user. */
  readonly userId: Scalars['ID']['output'];
  /** The ID of the account that has the e-mail. */
  readonly emailHolderId: Scalars['ID']['output'];
  /** Path of the file that contains the user. */
  readonly file: Scalars['String']['output'];
  /** The line on which the record begins, from 1. */
  readonly line: Scalars['BigInt']['output'];
};

export type ImportSkippedPath = {
  readonly __typename?: 'ImportSkippedPath';
  /** Relative to the imported directory. */
  readonly path: Scalars['String']['output'];
  readonly reason: Scalars['String']['output'];
};

/**
 * A record that could not be imported. Of a verification: a record that differs. Of a reversion: a record whose
 * row is kept.
 */
export type ImportReject = {
  readonly __typename?: 'ImportReject';
  /** The position among the rejects of the job, from 1. */
  readonly number: Scalars['NonNegativeInt']['output'];
  readonly kind: ImportKind;
  /** Relative to the imported directory. */
  readonly file: Scalars['String']['output'];
  /** The line on which the record begins, from 1. */
  readonly line: Scalars['BigInt']['output'];
  /** A JSON pointer to the record, or to the part of it that is invalid. */
  readonly pointer: Scalars['String']['output'];
  readonly code: ImportRejectCode;
  /** Null unless `code` is OTHER. */
  readonly originalCode: Maybe<Scalars['String']['output']>;
  /** The reason and the fix. */
  readonly message: Scalars['String']['output'];
  /**
   * The text of the record with secrets masked, truncated after 10,000 characters. Bytes that are not valid
   * UTF-8 appear as U+FFFD. The database keeps the exact bytes.
   */
  readonly rawText: Scalars['String']['output'];
  /** The size of the record in bytes. */
  readonly rawBytes: Scalars['BigInt']['output'];
  /** The retry that imported the record; null if none did. */
  readonly importedBy: Maybe<ImportJob>;
};

export type ImportRejectCount = {
  readonly __typename?: 'ImportRejectCount';
  readonly kind: ImportKind;
  readonly code: ImportRejectCode;
  /** Null unless `code` is OTHER. */
  readonly originalCode: Maybe<Scalars['String']['output']>;
  readonly count: Scalars['NonNegativeInt']['output'];
};

export type ImportRejectConnection = {
  readonly __typename?: 'ImportRejectConnection';
  readonly edges: ReadonlyArray<ImportRejectEdge>;
  /** The nodes of `edges`. */
  readonly nodes: ReadonlyArray<ImportReject>;
  readonly pageInfo: PageInfo;
  /** All matching items, regardless of the page. Counted only when requested. */
  readonly totalCount: Scalars['NonNegativeInt']['output'];
};

export type ImportRejectEdge = {
  readonly __typename?: 'ImportRejectEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: ImportReject;
};

/** All conditions must match. */
export type ImportRejectFilter = {
  /** Any of these. */
  readonly kinds?: InputMaybe<ReadonlyArray<ImportKind>>;
  /** Any of these. */
  readonly codes?: InputMaybe<ReadonlyArray<ImportRejectCode>>;
};

export type ImportJobConnection = {
  readonly __typename?: 'ImportJobConnection';
  readonly edges: ReadonlyArray<ImportJobEdge>;
  /** The nodes of `edges`. */
  readonly nodes: ReadonlyArray<ImportJob>;
  readonly pageInfo: PageInfo;
  /** All matching items, regardless of the page. Counted only when requested. */
  readonly totalCount: Scalars['NonNegativeInt']['output'];
};

export type ImportJobEdge = {
  readonly __typename?: 'ImportJobEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: ImportJob;
};

export type LegacyDocumentConnection = {
  readonly __typename?: 'LegacyDocumentConnection';
  readonly edges: ReadonlyArray<LegacyDocumentEdge>;
  /** The nodes of `edges`. */
  readonly nodes: ReadonlyArray<LegacyDocument>;
  readonly pageInfo: PageInfo;
  /** All documents, regardless of the page. Counted only when requested. */
  readonly totalCount: Scalars['NonNegativeInt']['output'];
};

export type LegacyDocumentEdge = {
  readonly __typename?: 'LegacyDocumentEdge';
  readonly node: LegacyDocument;
  readonly cursor: Scalars['String']['output'];
};

/** A file of the legacy data directory that holds none of the five kinds of records, byte for byte. */
export type LegacyDocument = {
  readonly __typename?: 'LegacyDocument';
  readonly id: Scalars['ID']['output'];
  /** Relative to the `data` directory. A path has a document for each import that changed its content. */
  readonly path: Scalars['String']['output'];
  /** The user whose folder contains the file; null for a global file, and if there is no such user. */
  readonly owner: Maybe<User>;
  /** The size of the file, at most 33,554,432. */
  readonly bytes: Scalars['NonNegativeInt']['output'];
  /** Of the content, in hexadecimal. */
  readonly sha256: Scalars['String']['output'];
  /** Whether `json` is the content: JSON of at most 1 MiB. */
  readonly isJson: Scalars['Boolean']['output'];
  /** When the file was last modified; null if unknown. */
  readonly modifiedAt: Maybe<Scalars['DateTime']['output']>;
  readonly importedAt: Scalars['DateTime']['output'];
  /** Null unless `isJson`. */
  readonly json: Maybe<Scalars['JSON']['output']>;
  /** Bytes of the content from `offset`, in base64; empty from the end of the content on. */
  readonly base64: Scalars['String']['output'];
};


/** A file of the legacy data directory that holds none of the five kinds of records, byte for byte. */
export type LegacyDocumentBase64Args = {
  offset?: Scalars['Int']['input'];
  length?: Scalars['Int']['input'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;



/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  SearchSubject:
    | ( ContractRow )
    | ( SessionRow )
    | ( MessageRow )
    | ( AnalysisRow )
  ;
};


/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  LocalDate: ResolverTypeWrapper<Scalars['LocalDate']['output']>;
  EmailAddress: ResolverTypeWrapper<Scalars['EmailAddress']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  BigInt: ResolverTypeWrapper<Scalars['BigInt']['output']>;
  NonNegativeInt: ResolverTypeWrapper<Scalars['NonNegativeInt']['output']>;
  Upload: ResolverTypeWrapper<Scalars['Upload']['output']>;
  Node: ResolverTypeWrapper<NodeRow>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  OrderDirection: ResolverTypeWrapper<OrderDirection>;
  DateTimeRange: DateTimeRange;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UserRole: ResolverTypeWrapper<UserRole>;
  UserTier: ResolverTypeWrapper<UserTier>;
  User: ResolverTypeWrapper<UserRow>;
  UserOnboarding: ResolverTypeWrapper<OnboardingRow>;
  IndexingCompletionReason: ResolverTypeWrapper<IndexingCompletionReason>;
  UserPreferences: ResolverTypeWrapper<PreferencesRow>;
  UserConnection: ResolverTypeWrapper<UserPage>;
  UserEdge: ResolverTypeWrapper<Omit<UserEdge, 'node'> & { node: ResolversTypes['User'] }>;
  UserFilter: UserFilter;
  UserOrder: UserOrder;
  UserOrderField: ResolverTypeWrapper<UserOrderField>;
  RegisterInput: RegisterInput;
  RegisterPayload: ResolverTypeWrapper<Registered>;
  LoginInput: LoginInput;
  LoginPayload: ResolverTypeWrapper<LoggedIn>;
  Quota: ResolverTypeWrapper<Quota>;
  Usage: ResolverTypeWrapper<Omit<Usage, 'byType'> & { byType: ReadonlyArray<ResolversTypes['UsageOfType']> }>;
  UsageMonth: ResolverTypeWrapper<UsageMonth>;
  UsageOfType: ResolverTypeWrapper<Omit<UsageOfType, 'type'> & { type: ResolversTypes['AnalysisType'] }>;
  UsageOfChain: ResolverTypeWrapper<UsageOfChain>;
  UpdateProfileInput: UpdateProfileInput;
  UpdateProfilePayload: ResolverTypeWrapper<Omit<UpdateProfilePayload, 'user'> & { user: ResolversTypes['User'] }>;
  UpdatePreferencesInput: UpdatePreferencesInput;
  UpdatePreferencesPayload: ResolverTypeWrapper<Omit<UpdatePreferencesPayload, 'preferences'> & { preferences: ResolversTypes['UserPreferences'] }>;
  ChangePasswordInput: ChangePasswordInput;
  ChangePasswordPayload: ResolverTypeWrapper<LoggedIn>;
  RotateApiKeyInput: RotateApiKeyInput;
  RotateApiKeyPayload: ResolverTypeWrapper<Omit<RotateApiKeyPayload, 'user'> & { user: ResolversTypes['User'] }>;
  DeleteAccountInput: DeleteAccountInput;
  DeleteAccountPayload: ResolverTypeWrapper<DeleteAccountPayload>;
  RequestPasswordResetInput: RequestPasswordResetInput;
  RequestPasswordResetPayload: ResolverTypeWrapper<RequestPasswordResetPayload>;
  ResetPasswordInput: ResetPasswordInput;
  ResetPasswordPayload: ResolverTypeWrapper<LoggedIn>;
  RequestEmailVerificationPayload: ResolverTypeWrapper<RequestEmailVerificationPayload>;
  VerifyEmailInput: VerifyEmailInput;
  VerifyEmailPayload: ResolverTypeWrapper<Omit<VerifyEmailPayload, 'user'> & { user: ResolversTypes['User'] }>;
  UpdateUserInput: UpdateUserInput;
  UpdateUserPayload: ResolverTypeWrapper<Omit<UpdateUserPayload, 'user'> & { user: ResolversTypes['User'] }>;
  CompleteOnboardingInput: CompleteOnboardingInput;
  CompleteOnboardingPayload: ResolverTypeWrapper<Omit<CompleteOnboardingPayload, 'onboarding' | 'contract' | 'warnings'> & { onboarding: ResolversTypes['UserOnboarding'], contract: ResolversTypes['Contract'], warnings: ReadonlyArray<ResolversTypes['ContractWarning']> }>;
  UpdateOnboardingInput: UpdateOnboardingInput;
  UpdateOnboardingPayload: ResolverTypeWrapper<Omit<UpdateOnboardingPayload, 'onboarding'> & { onboarding: ResolversTypes['UserOnboarding'] }>;
  OnboardingStatus: ResolverTypeWrapper<Omit<OnboardingStatus, 'missingSteps' | 'defaultContract' | 'onboarding'> & { missingSteps: ReadonlyArray<ResolversTypes['OnboardingStep']>, defaultContract?: Maybe<ResolversTypes['Contract']>, onboarding?: Maybe<ResolversTypes['UserOnboarding']> }>;
  OnboardingStep: ResolverTypeWrapper<OnboardingStep>;
  Contract: ResolverTypeWrapper<ContractRow>;
  ContractCompetitor: ResolverTypeWrapper<CompetitorRow>;
  ContractRpcConfig: ResolverTypeWrapper<RpcConfigRow>;
  OutputFormat: ResolverTypeWrapper<OutputFormat>;
  ContractAnalysisParams: ResolverTypeWrapper<AnalysisParamsRow>;
  ContractConnection: ResolverTypeWrapper<ContractPage>;
  ContractEdge: ResolverTypeWrapper<Omit<ContractEdge, 'node'> & { node: ResolversTypes['Contract'] }>;
  ContractFilter: ContractFilter;
  ContractOrder: ContractOrder;
  ContractOrderField: ResolverTypeWrapper<ContractOrderField>;
  ContractWarningCode: ResolverTypeWrapper<ContractWarningCode>;
  ContractWarning: ResolverTypeWrapper<InputWarning>;
  CompetitorInput: CompetitorInput;
  RpcConfigInput: RpcConfigInput;
  AnalysisParamsInput: AnalysisParamsInput;
  CreateContractInput: CreateContractInput;
  CreateContractPayload: ResolverTypeWrapper<Omit<CreateContractPayload, 'contract' | 'warnings'> & { contract: ResolversTypes['Contract'], warnings: ReadonlyArray<ResolversTypes['ContractWarning']> }>;
  UpdateContractInput: UpdateContractInput;
  UpdateContractPayload: ResolverTypeWrapper<Omit<UpdateContractPayload, 'contract' | 'warnings'> & { contract: ResolversTypes['Contract'], warnings: ReadonlyArray<ResolversTypes['ContractWarning']> }>;
  SetDefaultContractInput: SetDefaultContractInput;
  SetDefaultContractPayload: ResolverTypeWrapper<Omit<SetDefaultContractPayload, 'contract' | 'previousDefault'> & { contract: ResolversTypes['Contract'], previousDefault?: Maybe<ResolversTypes['Contract']> }>;
  ArchiveContractInput: ArchiveContractInput;
  ArchiveContractPayload: ResolverTypeWrapper<Omit<ArchiveContractPayload, 'contract'> & { contract: ResolversTypes['Contract'] }>;
  RestoreContractInput: RestoreContractInput;
  RestoreContractPayload: ResolverTypeWrapper<Omit<RestoreContractPayload, 'contract'> & { contract: ResolversTypes['Contract'] }>;
  ArchiveContractsInput: ArchiveContractsInput;
  ArchiveContractsPayload: ResolverTypeWrapper<Omit<ArchiveContractsPayload, 'contracts'> & { contracts: ReadonlyArray<ResolversTypes['Contract']> }>;
  DeleteContractsInput: DeleteContractsInput;
  DeleteContractsPayload: ResolverTypeWrapper<Omit<DeleteContractsPayload, 'user'> & { user: ResolversTypes['User'] }>;
  DuplicateContractInput: DuplicateContractInput;
  DuplicateContractPayload: ResolverTypeWrapper<Omit<DuplicateContractPayload, 'contract'> & { contract: ResolversTypes['Contract'] }>;
  AddCompetitorInput: AddCompetitorInput;
  AddCompetitorPayload: ResolverTypeWrapper<Omit<AddCompetitorPayload, 'competitor' | 'contract' | 'warnings'> & { competitor: ResolversTypes['ContractCompetitor'], contract: ResolversTypes['Contract'], warnings: ReadonlyArray<ResolversTypes['ContractWarning']> }>;
  UpdateCompetitorInput: UpdateCompetitorInput;
  UpdateCompetitorPayload: ResolverTypeWrapper<Omit<UpdateCompetitorPayload, 'competitor' | 'contract' | 'warnings'> & { competitor: ResolversTypes['ContractCompetitor'], contract: ResolversTypes['Contract'], warnings: ReadonlyArray<ResolversTypes['ContractWarning']> }>;
  RemoveCompetitorInput: RemoveCompetitorInput;
  RemoveCompetitorPayload: ResolverTypeWrapper<Omit<RemoveCompetitorPayload, 'contract'> & { contract: ResolversTypes['Contract'] }>;
  AddContractTagsInput: AddContractTagsInput;
  AddContractTagsPayload: ResolverTypeWrapper<Omit<AddContractTagsPayload, 'contract'> & { contract: ResolversTypes['Contract'] }>;
  RemoveContractTagsInput: RemoveContractTagsInput;
  RemoveContractTagsPayload: ResolverTypeWrapper<Omit<RemoveContractTagsPayload, 'contract'> & { contract: ResolversTypes['Contract'] }>;
  ShareScope: ResolverTypeWrapper<ShareScope>;
  ShareLink: ResolverTypeWrapper<ShareLinkRow>;
  SharedContract: ResolverTypeWrapper<SharedContractRow>;
  SharedAnalysis: ResolverTypeWrapper<AnalysisRow>;
  CreateShareLinkInput: CreateShareLinkInput;
  CreateShareLinkPayload: ResolverTypeWrapper<Omit<CreateShareLinkPayload, 'shareLink' | 'contract'> & { shareLink: ResolversTypes['ShareLink'], contract: ResolversTypes['Contract'] }>;
  RevokeShareLinkInput: RevokeShareLinkInput;
  RevokeShareLinkPayload: ResolverTypeWrapper<Omit<RevokeShareLinkPayload, 'contract'> & { contract: ResolversTypes['Contract'] }>;
  AnalysisType: ResolverTypeWrapper<AnalysisType>;
  AnalysisStatus: ResolverTypeWrapper<AnalysisStatus>;
  Analysis: ResolverTypeWrapper<AnalysisRow>;
  AnalysisLogLevel: ResolverTypeWrapper<AnalysisLogLevel>;
  AnalysisLog: ResolverTypeWrapper<AnalysisLogEntry>;
  AnalysisInterpretation: ResolverTypeWrapper<InterpretationRow>;
  AddInterpretationInput: AddInterpretationInput;
  AddInterpretationPayload: ResolverTypeWrapper<Omit<AddInterpretationPayload, 'interpretation' | 'analysis'> & { interpretation: ResolversTypes['AnalysisInterpretation'], analysis: ResolversTypes['Analysis'] }>;
  AnalysisConnection: ResolverTypeWrapper<AnalysisPage>;
  AnalysisEdge: ResolverTypeWrapper<Omit<AnalysisEdge, 'node'> & { node: ResolversTypes['Analysis'] }>;
  AnalysisFilter: AnalysisFilter;
  AnalysisOrder: AnalysisOrder;
  AnalysisOrderField: ResolverTypeWrapper<AnalysisOrderField>;
  AnalysisResultsFilter: AnalysisResultsFilter;
  StartAnalysisInput: StartAnalysisInput;
  StartAnalysisPayload: ResolverTypeWrapper<StartedAnalysis>;
  CancelAnalysisInput: CancelAnalysisInput;
  CancelAnalysisPayload: ResolverTypeWrapper<Omit<CancelAnalysisPayload, 'analysis'> & { analysis: ResolversTypes['Analysis'] }>;
  StartSyncInput: StartSyncInput;
  StartSyncPayload: ResolverTypeWrapper<Omit<StartSyncPayload, 'contract' | 'analysis' | 'onboarding'> & { contract: ResolversTypes['Contract'], analysis: ResolversTypes['Analysis'], onboarding: ResolversTypes['UserOnboarding'] }>;
  StopSyncInput: StopSyncInput;
  StopSyncPayload: ResolverTypeWrapper<Omit<StopSyncPayload, 'contract' | 'cancelledAnalyses' | 'onboarding'> & { contract: ResolversTypes['Contract'], cancelledAnalyses: ReadonlyArray<ResolversTypes['Analysis']>, onboarding?: Maybe<ResolversTypes['UserOnboarding']> }>;
  RefreshContractInput: RefreshContractInput;
  RefreshContractPayload: ResolverTypeWrapper<Omit<RefreshContractPayload, 'contract' | 'analysis' | 'onboarding'> & { contract: ResolversTypes['Contract'], analysis: ResolversTypes['Analysis'], onboarding?: Maybe<ResolversTypes['UserOnboarding']> }>;
  ClaimAnalysisInput: ClaimAnalysisInput;
  ClaimAnalysisPayload: ResolverTypeWrapper<Omit<ClaimAnalysisPayload, 'lease'> & { lease?: Maybe<ResolversTypes['AnalysisLease']> }>;
  AnalysisLease: ResolverTypeWrapper<LeaseRow>;
  RenewLeaseInput: RenewLeaseInput;
  RenewLeasePayload: ResolverTypeWrapper<Omit<RenewLeasePayload, 'lease'> & { lease: ResolversTypes['AnalysisLease'] }>;
  ReportProgressInput: ReportProgressInput;
  ReportProgressPayload: ResolverTypeWrapper<Omit<ReportProgressPayload, 'analysis'> & { analysis: ResolversTypes['Analysis'] }>;
  AnalysisLogInput: AnalysisLogInput;
  AppendLogsInput: AppendLogsInput;
  AppendLogsPayload: ResolverTypeWrapper<Omit<AppendLogsPayload, 'analysis'> & { analysis: ResolversTypes['Analysis'] }>;
  CompleteAnalysisInput: CompleteAnalysisInput;
  CompleteAnalysisPayload: ResolverTypeWrapper<Omit<CompleteAnalysisPayload, 'analysis'> & { analysis: ResolversTypes['Analysis'] }>;
  FailAnalysisInput: FailAnalysisInput;
  FailAnalysisPayload: ResolverTypeWrapper<Omit<FailAnalysisPayload, 'analysis'> & { analysis: ResolversTypes['Analysis'] }>;
  TimeBucket: ResolverTypeWrapper<TimeBucket>;
  AnalysisGroup: ResolverTypeWrapper<AnalysisGroup>;
  AnalysisStats: ResolverTypeWrapper<StatsRequest>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  AnalysisStatusCount: ResolverTypeWrapper<Omit<AnalysisStatusCount, 'status'> & { status: ResolversTypes['AnalysisStatus'] }>;
  AnalysisStatsRow: ResolverTypeWrapper<AnalysisStatsRow>;
  Dashboard: ResolverTypeWrapper<DashboardOwner>;
  Activity: ResolverTypeWrapper<ActivityRow>;
  ActivityKind: ResolverTypeWrapper<ActivityKind>;
  ActivityConnection: ResolverTypeWrapper<ActivityPage>;
  ActivityEdge: ResolverTypeWrapper<Omit<ActivityEdge, 'node'> & { node: ResolversTypes['Activity'] }>;
  ActivityFilter: ActivityFilter;
  ChatSession: ResolverTypeWrapper<SessionRow>;
  ChatMessageRole: ResolverTypeWrapper<ChatMessageRole>;
  ChatMessage: ResolverTypeWrapper<MessageRow>;
  ChatComponentType: ResolverTypeWrapper<ChatComponentType>;
  ChatComponent: ResolverTypeWrapper<Component>;
  ChatMessageRevision: ResolverTypeWrapper<RevisionRow>;
  ChatMessageRevisionConnection: ResolverTypeWrapper<RevisionPage>;
  ChatMessageRevisionEdge: ResolverTypeWrapper<Omit<ChatMessageRevisionEdge, 'node'> & { node: ResolversTypes['ChatMessageRevision'] }>;
  ChatSessionConnection: ResolverTypeWrapper<SessionPage>;
  ChatSessionEdge: ResolverTypeWrapper<Omit<ChatSessionEdge, 'node'> & { node: ResolversTypes['ChatSession'] }>;
  ChatSessionFilter: ChatSessionFilter;
  ChatSessionOrder: ChatSessionOrder;
  ChatSessionOrderField: ResolverTypeWrapper<ChatSessionOrderField>;
  ChatMessageConnection: ResolverTypeWrapper<MessagePage>;
  ChatMessageEdge: ResolverTypeWrapper<Omit<ChatMessageEdge, 'node'> & { node: ResolversTypes['ChatMessage'] }>;
  ChatMessageOrder: ChatMessageOrder;
  ChatMessageOrderField: ResolverTypeWrapper<ChatMessageOrderField>;
  OpenChatSessionInput: OpenChatSessionInput;
  OpenChatSessionPayload: ResolverTypeWrapper<Omit<OpenChatSessionPayload, 'session'> & { session: ResolversTypes['ChatSession'] }>;
  UpdateChatSessionInput: UpdateChatSessionInput;
  UpdateChatSessionPayload: ResolverTypeWrapper<Omit<UpdateChatSessionPayload, 'session'> & { session: ResolversTypes['ChatSession'] }>;
  DeleteChatSessionInput: DeleteChatSessionInput;
  DeleteChatSessionPayload: ResolverTypeWrapper<DeletedSession>;
  DeleteChatSessionsInput: DeleteChatSessionsInput;
  DeleteChatSessionsPayload: ResolverTypeWrapper<DeletedSessions>;
  RestoreChatSessionInput: RestoreChatSessionInput;
  RestoreChatSessionPayload: ResolverTypeWrapper<Omit<RestoreChatSessionPayload, 'session'> & { session: ResolversTypes['ChatSession'] }>;
  ChatMessageInput: ChatMessageInput;
  ChatComponentInput: ChatComponentInput;
  AppendMessagesInput: AppendMessagesInput;
  AppendMessagesPayload: ResolverTypeWrapper<Omit<AppendMessagesPayload, 'session' | 'messages'> & { session: ResolversTypes['ChatSession'], messages: ReadonlyArray<ResolversTypes['ChatMessage']> }>;
  EditMessageInput: EditMessageInput;
  EditMessagePayload: ResolverTypeWrapper<Omit<EditMessagePayload, 'message'> & { message: ResolversTypes['ChatMessage'] }>;
  DeleteMessageInput: DeleteMessageInput;
  DeleteMessagePayload: ResolverTypeWrapper<Omit<DeleteMessagePayload, 'session'> & { session: ResolversTypes['ChatSession'] }>;
  SearchKind: ResolverTypeWrapper<SearchKind>;
  SearchSubject: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SearchSubject']>;
  SearchResult: ResolverTypeWrapper<FoundRow>;
  SearchConnection: ResolverTypeWrapper<SearchPage>;
  SearchEdge: ResolverTypeWrapper<Omit<SearchEdge, 'node'> & { node: ResolversTypes['SearchResult'] }>;
  ImportLayout: ResolverTypeWrapper<ImportLayout>;
  ImportConflictPolicy: ResolverTypeWrapper<ImportConflictPolicy>;
  ImportOrphanPolicy: ResolverTypeWrapper<ImportOrphanPolicy>;
  ImportEmailTakenPolicy: ResolverTypeWrapper<ImportEmailTakenPolicy>;
  ImportDamagePolicy: ResolverTypeWrapper<ImportDamagePolicy>;
  ImportFileInput: ImportFileInput;
  ImportLegacyDataInput: ImportLegacyDataInput;
  ImportLegacyDataPayload: ResolverTypeWrapper<Omit<ImportLegacyDataPayload, 'job'> & { job: ResolversTypes['ImportJob'] }>;
  RetryRejectsInput: RetryRejectsInput;
  RetryRejectsPayload: ResolverTypeWrapper<Omit<RetryRejectsPayload, 'job'> & { job: ResolversTypes['ImportJob'] }>;
  VerifyImportInput: VerifyImportInput;
  VerifyImportPayload: ResolverTypeWrapper<Omit<VerifyImportPayload, 'job'> & { job: ResolversTypes['ImportJob'] }>;
  RevertImportInput: RevertImportInput;
  RevertImportPayload: ResolverTypeWrapper<Omit<RevertImportPayload, 'job'> & { job: ResolversTypes['ImportJob'] }>;
  TakeOverRefusalsInput: TakeOverRefusalsInput;
  TakeOverRefusalsPayload: ResolverTypeWrapper<Omit<TakeOverRefusalsPayload, 'job'> & { job: ResolversTypes['ImportJob'] }>;
  SwitchOverAnalysesPayload: ResolverTypeWrapper<Omit<SwitchOverAnalysesPayload, 'job'> & { job: ResolversTypes['ImportJob'] }>;
  ExportLegacyDataInput: ExportLegacyDataInput;
  ExportLegacyDataPayload: ResolverTypeWrapper<Omit<ExportLegacyDataPayload, 'job'> & { job: ResolversTypes['ImportJob'] }>;
  ExportedRejects: ResolverTypeWrapper<ExportedRejects>;
  ImportOperation: ResolverTypeWrapper<ImportOperation>;
  CancelImportInput: CancelImportInput;
  CancelImportPayload: ResolverTypeWrapper<Omit<CancelImportPayload, 'job'> & { job: ResolversTypes['ImportJob'] }>;
  ImportPhase: ResolverTypeWrapper<ImportPhase>;
  ImportKind: ResolverTypeWrapper<ImportKind>;
  ImportErrorCode: ResolverTypeWrapper<ImportErrorCode>;
  ImportWarningCode: ResolverTypeWrapper<ImportWarningCode>;
  ImportRejectCode: ResolverTypeWrapper<ImportRejectCode>;
  ImportJob: ResolverTypeWrapper<ImportJobRow>;
  ImportFile: ResolverTypeWrapper<ImportFileRow>;
  ImportFileConnection: ResolverTypeWrapper<ImportFilePage>;
  ImportFileEdge: ResolverTypeWrapper<Omit<ImportFileEdge, 'node'> & { node: ResolversTypes['ImportFile'] }>;
  ImportCounts: ResolverTypeWrapper<Omit<ImportCounts, 'kind'> & { kind: ResolversTypes['ImportKind'] }>;
  ImportWarningCount: ResolverTypeWrapper<Omit<ImportWarningCount, 'kind' | 'code'> & { kind: ResolversTypes['ImportKind'], code: ResolversTypes['ImportWarningCode'] }>;
  ImportDocumentCounts: ResolverTypeWrapper<ImportDocumentCounts>;
  ImportRenamedUser: ResolverTypeWrapper<ImportRenamedUser>;
  ImportSkippedPath: ResolverTypeWrapper<ImportSkippedPath>;
  ImportReject: ResolverTypeWrapper<ImportRejectRow>;
  ImportRejectCount: ResolverTypeWrapper<RejectCountRow>;
  ImportRejectConnection: ResolverTypeWrapper<ImportRejectPage>;
  ImportRejectEdge: ResolverTypeWrapper<Omit<ImportRejectEdge, 'node'> & { node: ResolversTypes['ImportReject'] }>;
  ImportRejectFilter: ImportRejectFilter;
  ImportJobConnection: ResolverTypeWrapper<ImportJobPage>;
  ImportJobEdge: ResolverTypeWrapper<Omit<ImportJobEdge, 'node'> & { node: ResolversTypes['ImportJob'] }>;
  LegacyDocumentConnection: ResolverTypeWrapper<DocumentPage>;
  LegacyDocumentEdge: ResolverTypeWrapper<Omit<LegacyDocumentEdge, 'node'> & { node: ResolversTypes['LegacyDocument'] }>;
  LegacyDocument: ResolverTypeWrapper<DocumentRow>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  LocalDate: Scalars['LocalDate']['output'];
  EmailAddress: Scalars['EmailAddress']['output'];
  JSON: Scalars['JSON']['output'];
  BigInt: Scalars['BigInt']['output'];
  NonNegativeInt: Scalars['NonNegativeInt']['output'];
  Upload: Scalars['Upload']['output'];
  Node: NodeRow;
  ID: Scalars['ID']['output'];
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  String: Scalars['String']['output'];
  DateTimeRange: DateTimeRange;
  Query: Record<PropertyKey, never>;
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  User: UserRow;
  UserOnboarding: OnboardingRow;
  UserPreferences: PreferencesRow;
  UserConnection: UserPage;
  UserEdge: Omit<UserEdge, 'node'> & { node: ResolversParentTypes['User'] };
  UserFilter: UserFilter;
  UserOrder: UserOrder;
  RegisterInput: RegisterInput;
  RegisterPayload: Registered;
  LoginInput: LoginInput;
  LoginPayload: LoggedIn;
  Quota: Quota;
  Usage: Omit<Usage, 'byType'> & { byType: ReadonlyArray<ResolversParentTypes['UsageOfType']> };
  UsageMonth: UsageMonth;
  UsageOfType: UsageOfType;
  UsageOfChain: UsageOfChain;
  UpdateProfileInput: UpdateProfileInput;
  UpdateProfilePayload: Omit<UpdateProfilePayload, 'user'> & { user: ResolversParentTypes['User'] };
  UpdatePreferencesInput: UpdatePreferencesInput;
  UpdatePreferencesPayload: Omit<UpdatePreferencesPayload, 'preferences'> & { preferences: ResolversParentTypes['UserPreferences'] };
  ChangePasswordInput: ChangePasswordInput;
  ChangePasswordPayload: LoggedIn;
  RotateApiKeyInput: RotateApiKeyInput;
  RotateApiKeyPayload: Omit<RotateApiKeyPayload, 'user'> & { user: ResolversParentTypes['User'] };
  DeleteAccountInput: DeleteAccountInput;
  DeleteAccountPayload: DeleteAccountPayload;
  RequestPasswordResetInput: RequestPasswordResetInput;
  RequestPasswordResetPayload: RequestPasswordResetPayload;
  ResetPasswordInput: ResetPasswordInput;
  ResetPasswordPayload: LoggedIn;
  RequestEmailVerificationPayload: RequestEmailVerificationPayload;
  VerifyEmailInput: VerifyEmailInput;
  VerifyEmailPayload: Omit<VerifyEmailPayload, 'user'> & { user: ResolversParentTypes['User'] };
  UpdateUserInput: UpdateUserInput;
  UpdateUserPayload: Omit<UpdateUserPayload, 'user'> & { user: ResolversParentTypes['User'] };
  CompleteOnboardingInput: CompleteOnboardingInput;
  CompleteOnboardingPayload: Omit<CompleteOnboardingPayload, 'onboarding' | 'contract' | 'warnings'> & { onboarding: ResolversParentTypes['UserOnboarding'], contract: ResolversParentTypes['Contract'], warnings: ReadonlyArray<ResolversParentTypes['ContractWarning']> };
  UpdateOnboardingInput: UpdateOnboardingInput;
  UpdateOnboardingPayload: Omit<UpdateOnboardingPayload, 'onboarding'> & { onboarding: ResolversParentTypes['UserOnboarding'] };
  OnboardingStatus: Omit<OnboardingStatus, 'defaultContract' | 'onboarding'> & { defaultContract?: Maybe<ResolversParentTypes['Contract']>, onboarding?: Maybe<ResolversParentTypes['UserOnboarding']> };
  Contract: ContractRow;
  ContractCompetitor: CompetitorRow;
  ContractRpcConfig: RpcConfigRow;
  ContractAnalysisParams: AnalysisParamsRow;
  ContractConnection: ContractPage;
  ContractEdge: Omit<ContractEdge, 'node'> & { node: ResolversParentTypes['Contract'] };
  ContractFilter: ContractFilter;
  ContractOrder: ContractOrder;
  ContractWarning: InputWarning;
  CompetitorInput: CompetitorInput;
  RpcConfigInput: RpcConfigInput;
  AnalysisParamsInput: AnalysisParamsInput;
  CreateContractInput: CreateContractInput;
  CreateContractPayload: Omit<CreateContractPayload, 'contract' | 'warnings'> & { contract: ResolversParentTypes['Contract'], warnings: ReadonlyArray<ResolversParentTypes['ContractWarning']> };
  UpdateContractInput: UpdateContractInput;
  UpdateContractPayload: Omit<UpdateContractPayload, 'contract' | 'warnings'> & { contract: ResolversParentTypes['Contract'], warnings: ReadonlyArray<ResolversParentTypes['ContractWarning']> };
  SetDefaultContractInput: SetDefaultContractInput;
  SetDefaultContractPayload: Omit<SetDefaultContractPayload, 'contract' | 'previousDefault'> & { contract: ResolversParentTypes['Contract'], previousDefault?: Maybe<ResolversParentTypes['Contract']> };
  ArchiveContractInput: ArchiveContractInput;
  ArchiveContractPayload: Omit<ArchiveContractPayload, 'contract'> & { contract: ResolversParentTypes['Contract'] };
  RestoreContractInput: RestoreContractInput;
  RestoreContractPayload: Omit<RestoreContractPayload, 'contract'> & { contract: ResolversParentTypes['Contract'] };
  ArchiveContractsInput: ArchiveContractsInput;
  ArchiveContractsPayload: Omit<ArchiveContractsPayload, 'contracts'> & { contracts: ReadonlyArray<ResolversParentTypes['Contract']> };
  DeleteContractsInput: DeleteContractsInput;
  DeleteContractsPayload: Omit<DeleteContractsPayload, 'user'> & { user: ResolversParentTypes['User'] };
  DuplicateContractInput: DuplicateContractInput;
  DuplicateContractPayload: Omit<DuplicateContractPayload, 'contract'> & { contract: ResolversParentTypes['Contract'] };
  AddCompetitorInput: AddCompetitorInput;
  AddCompetitorPayload: Omit<AddCompetitorPayload, 'competitor' | 'contract' | 'warnings'> & { competitor: ResolversParentTypes['ContractCompetitor'], contract: ResolversParentTypes['Contract'], warnings: ReadonlyArray<ResolversParentTypes['ContractWarning']> };
  UpdateCompetitorInput: UpdateCompetitorInput;
  UpdateCompetitorPayload: Omit<UpdateCompetitorPayload, 'competitor' | 'contract' | 'warnings'> & { competitor: ResolversParentTypes['ContractCompetitor'], contract: ResolversParentTypes['Contract'], warnings: ReadonlyArray<ResolversParentTypes['ContractWarning']> };
  RemoveCompetitorInput: RemoveCompetitorInput;
  RemoveCompetitorPayload: Omit<RemoveCompetitorPayload, 'contract'> & { contract: ResolversParentTypes['Contract'] };
  AddContractTagsInput: AddContractTagsInput;
  AddContractTagsPayload: Omit<AddContractTagsPayload, 'contract'> & { contract: ResolversParentTypes['Contract'] };
  RemoveContractTagsInput: RemoveContractTagsInput;
  RemoveContractTagsPayload: Omit<RemoveContractTagsPayload, 'contract'> & { contract: ResolversParentTypes['Contract'] };
  ShareLink: ShareLinkRow;
  SharedContract: SharedContractRow;
  SharedAnalysis: AnalysisRow;
  CreateShareLinkInput: CreateShareLinkInput;
  CreateShareLinkPayload: Omit<CreateShareLinkPayload, 'shareLink' | 'contract'> & { shareLink: ResolversParentTypes['ShareLink'], contract: ResolversParentTypes['Contract'] };
  RevokeShareLinkInput: RevokeShareLinkInput;
  RevokeShareLinkPayload: Omit<RevokeShareLinkPayload, 'contract'> & { contract: ResolversParentTypes['Contract'] };
  Analysis: AnalysisRow;
  AnalysisLog: AnalysisLogEntry;
  AnalysisInterpretation: InterpretationRow;
  AddInterpretationInput: AddInterpretationInput;
  AddInterpretationPayload: Omit<AddInterpretationPayload, 'interpretation' | 'analysis'> & { interpretation: ResolversParentTypes['AnalysisInterpretation'], analysis: ResolversParentTypes['Analysis'] };
  AnalysisConnection: AnalysisPage;
  AnalysisEdge: Omit<AnalysisEdge, 'node'> & { node: ResolversParentTypes['Analysis'] };
  AnalysisFilter: AnalysisFilter;
  AnalysisOrder: AnalysisOrder;
  AnalysisResultsFilter: AnalysisResultsFilter;
  StartAnalysisInput: StartAnalysisInput;
  StartAnalysisPayload: StartedAnalysis;
  CancelAnalysisInput: CancelAnalysisInput;
  CancelAnalysisPayload: Omit<CancelAnalysisPayload, 'analysis'> & { analysis: ResolversParentTypes['Analysis'] };
  StartSyncInput: StartSyncInput;
  StartSyncPayload: Omit<StartSyncPayload, 'contract' | 'analysis' | 'onboarding'> & { contract: ResolversParentTypes['Contract'], analysis: ResolversParentTypes['Analysis'], onboarding: ResolversParentTypes['UserOnboarding'] };
  StopSyncInput: StopSyncInput;
  StopSyncPayload: Omit<StopSyncPayload, 'contract' | 'cancelledAnalyses' | 'onboarding'> & { contract: ResolversParentTypes['Contract'], cancelledAnalyses: ReadonlyArray<ResolversParentTypes['Analysis']>, onboarding?: Maybe<ResolversParentTypes['UserOnboarding']> };
  RefreshContractInput: RefreshContractInput;
  RefreshContractPayload: Omit<RefreshContractPayload, 'contract' | 'analysis' | 'onboarding'> & { contract: ResolversParentTypes['Contract'], analysis: ResolversParentTypes['Analysis'], onboarding?: Maybe<ResolversParentTypes['UserOnboarding']> };
  ClaimAnalysisInput: ClaimAnalysisInput;
  ClaimAnalysisPayload: Omit<ClaimAnalysisPayload, 'lease'> & { lease?: Maybe<ResolversParentTypes['AnalysisLease']> };
  AnalysisLease: LeaseRow;
  RenewLeaseInput: RenewLeaseInput;
  RenewLeasePayload: Omit<RenewLeasePayload, 'lease'> & { lease: ResolversParentTypes['AnalysisLease'] };
  ReportProgressInput: ReportProgressInput;
  ReportProgressPayload: Omit<ReportProgressPayload, 'analysis'> & { analysis: ResolversParentTypes['Analysis'] };
  AnalysisLogInput: AnalysisLogInput;
  AppendLogsInput: AppendLogsInput;
  AppendLogsPayload: Omit<AppendLogsPayload, 'analysis'> & { analysis: ResolversParentTypes['Analysis'] };
  CompleteAnalysisInput: CompleteAnalysisInput;
  CompleteAnalysisPayload: Omit<CompleteAnalysisPayload, 'analysis'> & { analysis: ResolversParentTypes['Analysis'] };
  FailAnalysisInput: FailAnalysisInput;
  FailAnalysisPayload: Omit<FailAnalysisPayload, 'analysis'> & { analysis: ResolversParentTypes['Analysis'] };
  AnalysisStats: StatsRequest;
  Float: Scalars['Float']['output'];
  AnalysisStatusCount: AnalysisStatusCount;
  AnalysisStatsRow: AnalysisStatsRow;
  Dashboard: DashboardOwner;
  Activity: ActivityRow;
  ActivityConnection: ActivityPage;
  ActivityEdge: Omit<ActivityEdge, 'node'> & { node: ResolversParentTypes['Activity'] };
  ActivityFilter: ActivityFilter;
  ChatSession: SessionRow;
  ChatMessage: MessageRow;
  ChatComponent: Component;
  ChatMessageRevision: RevisionRow;
  ChatMessageRevisionConnection: RevisionPage;
  ChatMessageRevisionEdge: Omit<ChatMessageRevisionEdge, 'node'> & { node: ResolversParentTypes['ChatMessageRevision'] };
  ChatSessionConnection: SessionPage;
  ChatSessionEdge: Omit<ChatSessionEdge, 'node'> & { node: ResolversParentTypes['ChatSession'] };
  ChatSessionFilter: ChatSessionFilter;
  ChatSessionOrder: ChatSessionOrder;
  ChatMessageConnection: MessagePage;
  ChatMessageEdge: Omit<ChatMessageEdge, 'node'> & { node: ResolversParentTypes['ChatMessage'] };
  ChatMessageOrder: ChatMessageOrder;
  OpenChatSessionInput: OpenChatSessionInput;
  OpenChatSessionPayload: Omit<OpenChatSessionPayload, 'session'> & { session: ResolversParentTypes['ChatSession'] };
  UpdateChatSessionInput: UpdateChatSessionInput;
  UpdateChatSessionPayload: Omit<UpdateChatSessionPayload, 'session'> & { session: ResolversParentTypes['ChatSession'] };
  DeleteChatSessionInput: DeleteChatSessionInput;
  DeleteChatSessionPayload: DeletedSession;
  DeleteChatSessionsInput: DeleteChatSessionsInput;
  DeleteChatSessionsPayload: DeletedSessions;
  RestoreChatSessionInput: RestoreChatSessionInput;
  RestoreChatSessionPayload: Omit<RestoreChatSessionPayload, 'session'> & { session: ResolversParentTypes['ChatSession'] };
  ChatMessageInput: ChatMessageInput;
  ChatComponentInput: ChatComponentInput;
  AppendMessagesInput: AppendMessagesInput;
  AppendMessagesPayload: Omit<AppendMessagesPayload, 'session' | 'messages'> & { session: ResolversParentTypes['ChatSession'], messages: ReadonlyArray<ResolversParentTypes['ChatMessage']> };
  EditMessageInput: EditMessageInput;
  EditMessagePayload: Omit<EditMessagePayload, 'message'> & { message: ResolversParentTypes['ChatMessage'] };
  DeleteMessageInput: DeleteMessageInput;
  DeleteMessagePayload: Omit<DeleteMessagePayload, 'session'> & { session: ResolversParentTypes['ChatSession'] };
  SearchSubject: ResolversUnionTypes<ResolversParentTypes>['SearchSubject'];
  SearchResult: FoundRow;
  SearchConnection: SearchPage;
  SearchEdge: Omit<SearchEdge, 'node'> & { node: ResolversParentTypes['SearchResult'] };
  ImportFileInput: ImportFileInput;
  ImportLegacyDataInput: ImportLegacyDataInput;
  ImportLegacyDataPayload: Omit<ImportLegacyDataPayload, 'job'> & { job: ResolversParentTypes['ImportJob'] };
  RetryRejectsInput: RetryRejectsInput;
  RetryRejectsPayload: Omit<RetryRejectsPayload, 'job'> & { job: ResolversParentTypes['ImportJob'] };
  VerifyImportInput: VerifyImportInput;
  VerifyImportPayload: Omit<VerifyImportPayload, 'job'> & { job: ResolversParentTypes['ImportJob'] };
  RevertImportInput: RevertImportInput;
  RevertImportPayload: Omit<RevertImportPayload, 'job'> & { job: ResolversParentTypes['ImportJob'] };
  TakeOverRefusalsInput: TakeOverRefusalsInput;
  TakeOverRefusalsPayload: Omit<TakeOverRefusalsPayload, 'job'> & { job: ResolversParentTypes['ImportJob'] };
  SwitchOverAnalysesPayload: Omit<SwitchOverAnalysesPayload, 'job'> & { job: ResolversParentTypes['ImportJob'] };
  ExportLegacyDataInput: ExportLegacyDataInput;
  ExportLegacyDataPayload: Omit<ExportLegacyDataPayload, 'job'> & { job: ResolversParentTypes['ImportJob'] };
  ExportedRejects: ExportedRejects;
  CancelImportInput: CancelImportInput;
  CancelImportPayload: Omit<CancelImportPayload, 'job'> & { job: ResolversParentTypes['ImportJob'] };
  ImportJob: ImportJobRow;
  ImportFile: ImportFileRow;
  ImportFileConnection: ImportFilePage;
  ImportFileEdge: Omit<ImportFileEdge, 'node'> & { node: ResolversParentTypes['ImportFile'] };
  ImportCounts: ImportCounts;
  ImportWarningCount: ImportWarningCount;
  ImportDocumentCounts: ImportDocumentCounts;
  ImportRenamedUser: ImportRenamedUser;
  ImportSkippedPath: ImportSkippedPath;
  ImportReject: ImportRejectRow;
  ImportRejectCount: RejectCountRow;
  ImportRejectConnection: ImportRejectPage;
  ImportRejectEdge: Omit<ImportRejectEdge, 'node'> & { node: ResolversParentTypes['ImportReject'] };
  ImportRejectFilter: ImportRejectFilter;
  ImportJobConnection: ImportJobPage;
  ImportJobEdge: Omit<ImportJobEdge, 'node'> & { node: ResolversParentTypes['ImportJob'] };
  LegacyDocumentConnection: DocumentPage;
  LegacyDocumentEdge: Omit<LegacyDocumentEdge, 'node'> & { node: ResolversParentTypes['LegacyDocument'] };
  LegacyDocument: DocumentRow;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface LocalDateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['LocalDate'], any> {
  name: 'LocalDate';
}

export interface EmailAddressScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['EmailAddress'], any> {
  name: 'EmailAddress';
}

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export interface BigIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['BigInt'], any> {
  name: 'BigInt';
}

export interface NonNegativeIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['NonNegativeInt'], any> {
  name: 'NonNegativeInt';
}

export interface UploadScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Upload'], any> {
  name: 'Upload';
}

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'User' | 'Contract' | 'ContractCompetitor' | 'Analysis' | 'ChatSession' | 'ChatMessage' | 'ImportJob', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type OrderDirectionResolvers = { ASC: 'asc', DESC: 'desc' };

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  me?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  nodes?: Resolver<ReadonlyArray<Maybe<ResolversTypes['Node']>>, ParentType, ContextType, RequireFields<QueryNodesArgs, 'ids'>>;
  contract?: Resolver<Maybe<ResolversTypes['Contract']>, ParentType, ContextType, RequireFields<QueryContractArgs, 'id'>>;
  contracts?: Resolver<ResolversTypes['ContractConnection'], ParentType, ContextType, RequireFields<QueryContractsArgs, 'filter' | 'orderBy'>>;
  sharedContract?: Resolver<Maybe<ResolversTypes['SharedContract']>, ParentType, ContextType, RequireFields<QuerySharedContractArgs, 'token'>>;
  analysis?: Resolver<Maybe<ResolversTypes['Analysis']>, ParentType, ContextType, RequireFields<QueryAnalysisArgs, 'id'>>;
  analyses?: Resolver<ResolversTypes['AnalysisConnection'], ParentType, ContextType, RequireFields<QueryAnalysesArgs, 'filter' | 'orderBy'>>;
  chatSession?: Resolver<Maybe<ResolversTypes['ChatSession']>, ParentType, ContextType, RequireFields<QueryChatSessionArgs, 'id'>>;
  chatSessions?: Resolver<ResolversTypes['ChatSessionConnection'], ParentType, ContextType, RequireFields<QueryChatSessionsArgs, 'filter' | 'orderBy'>>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType, RequireFields<QueryUserArgs, 'id'>>;
  users?: Resolver<ResolversTypes['UserConnection'], ParentType, ContextType, RequireFields<QueryUsersArgs, 'filter' | 'orderBy'>>;
  analysisStats?: Resolver<ResolversTypes['AnalysisStats'], ParentType, ContextType, RequireFields<QueryAnalysisStatsArgs, 'filter'>>;
  dashboard?: Resolver<ResolversTypes['Dashboard'], ParentType, ContextType>;
  activity?: Resolver<ResolversTypes['ActivityConnection'], ParentType, ContextType, RequireFields<QueryActivityArgs, 'filter'>>;
  onboardingStatus?: Resolver<ResolversTypes['OnboardingStatus'], ParentType, ContextType>;
  search?: Resolver<ResolversTypes['SearchConnection'], ParentType, ContextType, RequireFields<QuerySearchArgs, 'query'>>;
  importJob?: Resolver<Maybe<ResolversTypes['ImportJob']>, ParentType, ContextType, RequireFields<QueryImportJobArgs, 'id'>>;
  exportRejects?: Resolver<ResolversTypes['ExportedRejects'], ParentType, ContextType, RequireFields<QueryExportRejectsArgs, 'jobId' | 'first' | 'after'>>;
  legacyDocuments?: Resolver<ResolversTypes['LegacyDocumentConnection'], ParentType, ContextType, Partial<QueryLegacyDocumentsArgs>>;
  importJobs?: Resolver<ResolversTypes['ImportJobConnection'], ParentType, ContextType, Partial<QueryImportJobsArgs>>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  register?: Resolver<ResolversTypes['RegisterPayload'], ParentType, ContextType, RequireFields<MutationRegisterArgs, 'input'>>;
  login?: Resolver<ResolversTypes['LoginPayload'], ParentType, ContextType, RequireFields<MutationLoginArgs, 'input'>>;
  updateProfile?: Resolver<ResolversTypes['UpdateProfilePayload'], ParentType, ContextType, RequireFields<MutationUpdateProfileArgs, 'input'>>;
  updatePreferences?: Resolver<ResolversTypes['UpdatePreferencesPayload'], ParentType, ContextType, RequireFields<MutationUpdatePreferencesArgs, 'input'>>;
  changePassword?: Resolver<ResolversTypes['ChangePasswordPayload'], ParentType, ContextType, RequireFields<MutationChangePasswordArgs, 'input'>>;
  rotateApiKey?: Resolver<ResolversTypes['RotateApiKeyPayload'], ParentType, ContextType, RequireFields<MutationRotateApiKeyArgs, 'input'>>;
  deleteAccount?: Resolver<ResolversTypes['DeleteAccountPayload'], ParentType, ContextType, RequireFields<MutationDeleteAccountArgs, 'input'>>;
  requestPasswordReset?: Resolver<ResolversTypes['RequestPasswordResetPayload'], ParentType, ContextType, RequireFields<MutationRequestPasswordResetArgs, 'input'>>;
  resetPassword?: Resolver<ResolversTypes['ResetPasswordPayload'], ParentType, ContextType, RequireFields<MutationResetPasswordArgs, 'input'>>;
  requestEmailVerification?: Resolver<ResolversTypes['RequestEmailVerificationPayload'], ParentType, ContextType>;
  verifyEmail?: Resolver<ResolversTypes['VerifyEmailPayload'], ParentType, ContextType, RequireFields<MutationVerifyEmailArgs, 'input'>>;
  updateUser?: Resolver<ResolversTypes['UpdateUserPayload'], ParentType, ContextType, RequireFields<MutationUpdateUserArgs, 'input'>>;
  completeOnboarding?: Resolver<ResolversTypes['CompleteOnboardingPayload'], ParentType, ContextType, RequireFields<MutationCompleteOnboardingArgs, 'input'>>;
  updateOnboarding?: Resolver<ResolversTypes['UpdateOnboardingPayload'], ParentType, ContextType, RequireFields<MutationUpdateOnboardingArgs, 'input'>>;
  createContract?: Resolver<ResolversTypes['CreateContractPayload'], ParentType, ContextType, RequireFields<MutationCreateContractArgs, 'input'>>;
  updateContract?: Resolver<ResolversTypes['UpdateContractPayload'], ParentType, ContextType, RequireFields<MutationUpdateContractArgs, 'input'>>;
  setDefaultContract?: Resolver<ResolversTypes['SetDefaultContractPayload'], ParentType, ContextType, RequireFields<MutationSetDefaultContractArgs, 'input'>>;
  archiveContract?: Resolver<ResolversTypes['ArchiveContractPayload'], ParentType, ContextType, RequireFields<MutationArchiveContractArgs, 'input'>>;
  restoreContract?: Resolver<ResolversTypes['RestoreContractPayload'], ParentType, ContextType, RequireFields<MutationRestoreContractArgs, 'input'>>;
  archiveContracts?: Resolver<ResolversTypes['ArchiveContractsPayload'], ParentType, ContextType, RequireFields<MutationArchiveContractsArgs, 'input'>>;
  deleteContracts?: Resolver<ResolversTypes['DeleteContractsPayload'], ParentType, ContextType, RequireFields<MutationDeleteContractsArgs, 'input'>>;
  duplicateContract?: Resolver<ResolversTypes['DuplicateContractPayload'], ParentType, ContextType, RequireFields<MutationDuplicateContractArgs, 'input'>>;
  addCompetitor?: Resolver<ResolversTypes['AddCompetitorPayload'], ParentType, ContextType, RequireFields<MutationAddCompetitorArgs, 'input'>>;
  updateCompetitor?: Resolver<ResolversTypes['UpdateCompetitorPayload'], ParentType, ContextType, RequireFields<MutationUpdateCompetitorArgs, 'input'>>;
  removeCompetitor?: Resolver<ResolversTypes['RemoveCompetitorPayload'], ParentType, ContextType, RequireFields<MutationRemoveCompetitorArgs, 'input'>>;
  addContractTags?: Resolver<ResolversTypes['AddContractTagsPayload'], ParentType, ContextType, RequireFields<MutationAddContractTagsArgs, 'input'>>;
  removeContractTags?: Resolver<ResolversTypes['RemoveContractTagsPayload'], ParentType, ContextType, RequireFields<MutationRemoveContractTagsArgs, 'input'>>;
  createShareLink?: Resolver<ResolversTypes['CreateShareLinkPayload'], ParentType, ContextType, RequireFields<MutationCreateShareLinkArgs, 'input'>>;
  revokeShareLink?: Resolver<ResolversTypes['RevokeShareLinkPayload'], ParentType, ContextType, RequireFields<MutationRevokeShareLinkArgs, 'input'>>;
  startAnalysis?: Resolver<ResolversTypes['StartAnalysisPayload'], ParentType, ContextType, RequireFields<MutationStartAnalysisArgs, 'input'>>;
  cancelAnalysis?: Resolver<ResolversTypes['CancelAnalysisPayload'], ParentType, ContextType, RequireFields<MutationCancelAnalysisArgs, 'input'>>;
  addInterpretation?: Resolver<ResolversTypes['AddInterpretationPayload'], ParentType, ContextType, RequireFields<MutationAddInterpretationArgs, 'input'>>;
  startSync?: Resolver<ResolversTypes['StartSyncPayload'], ParentType, ContextType, RequireFields<MutationStartSyncArgs, 'input'>>;
  stopSync?: Resolver<ResolversTypes['StopSyncPayload'], ParentType, ContextType, RequireFields<MutationStopSyncArgs, 'input'>>;
  refreshContract?: Resolver<ResolversTypes['RefreshContractPayload'], ParentType, ContextType, RequireFields<MutationRefreshContractArgs, 'input'>>;
  claimAnalysis?: Resolver<ResolversTypes['ClaimAnalysisPayload'], ParentType, ContextType, RequireFields<MutationClaimAnalysisArgs, 'input'>>;
  renewLease?: Resolver<ResolversTypes['RenewLeasePayload'], ParentType, ContextType, RequireFields<MutationRenewLeaseArgs, 'input'>>;
  reportProgress?: Resolver<ResolversTypes['ReportProgressPayload'], ParentType, ContextType, RequireFields<MutationReportProgressArgs, 'input'>>;
  appendLogs?: Resolver<ResolversTypes['AppendLogsPayload'], ParentType, ContextType, RequireFields<MutationAppendLogsArgs, 'input'>>;
  completeAnalysis?: Resolver<ResolversTypes['CompleteAnalysisPayload'], ParentType, ContextType, RequireFields<MutationCompleteAnalysisArgs, 'input'>>;
  failAnalysis?: Resolver<ResolversTypes['FailAnalysisPayload'], ParentType, ContextType, RequireFields<MutationFailAnalysisArgs, 'input'>>;
  openChatSession?: Resolver<ResolversTypes['OpenChatSessionPayload'], ParentType, ContextType, RequireFields<MutationOpenChatSessionArgs, 'input'>>;
  updateChatSession?: Resolver<ResolversTypes['UpdateChatSessionPayload'], ParentType, ContextType, RequireFields<MutationUpdateChatSessionArgs, 'input'>>;
  deleteChatSession?: Resolver<ResolversTypes['DeleteChatSessionPayload'], ParentType, ContextType, RequireFields<MutationDeleteChatSessionArgs, 'input'>>;
  deleteChatSessions?: Resolver<ResolversTypes['DeleteChatSessionsPayload'], ParentType, ContextType, RequireFields<MutationDeleteChatSessionsArgs, 'input'>>;
  restoreChatSession?: Resolver<ResolversTypes['RestoreChatSessionPayload'], ParentType, ContextType, RequireFields<MutationRestoreChatSessionArgs, 'input'>>;
  appendMessages?: Resolver<ResolversTypes['AppendMessagesPayload'], ParentType, ContextType, RequireFields<MutationAppendMessagesArgs, 'input'>>;
  editMessage?: Resolver<ResolversTypes['EditMessagePayload'], ParentType, ContextType, RequireFields<MutationEditMessageArgs, 'input'>>;
  deleteMessage?: Resolver<ResolversTypes['DeleteMessagePayload'], ParentType, ContextType, RequireFields<MutationDeleteMessageArgs, 'input'>>;
  importLegacyData?: Resolver<ResolversTypes['ImportLegacyDataPayload'], ParentType, ContextType, RequireFields<MutationImportLegacyDataArgs, 'input'>>;
  cancelImport?: Resolver<ResolversTypes['CancelImportPayload'], ParentType, ContextType, RequireFields<MutationCancelImportArgs, 'input'>>;
  retryRejects?: Resolver<ResolversTypes['RetryRejectsPayload'], ParentType, ContextType, RequireFields<MutationRetryRejectsArgs, 'input'>>;
  verifyImport?: Resolver<ResolversTypes['VerifyImportPayload'], ParentType, ContextType, RequireFields<MutationVerifyImportArgs, 'input'>>;
  revertImport?: Resolver<ResolversTypes['RevertImportPayload'], ParentType, ContextType, RequireFields<MutationRevertImportArgs, 'input'>>;
  takeOverRefusals?: Resolver<ResolversTypes['TakeOverRefusalsPayload'], ParentType, ContextType, RequireFields<MutationTakeOverRefusalsArgs, 'input'>>;
  switchOverAnalyses?: Resolver<ResolversTypes['SwitchOverAnalysesPayload'], ParentType, ContextType>;
  exportLegacyData?: Resolver<ResolversTypes['ExportLegacyDataPayload'], ParentType, ContextType, RequireFields<MutationExportLegacyDataArgs, 'input'>>;
};

export type UserRoleResolvers = { USER: 'user', WORKER: 'worker', ADMIN: 'admin' };

export type UserTierResolvers = { FREE: 'free', STARTER: 'starter', PRO: 'pro', ENTERPRISE: 'enterprise' };

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['UserRole'], ParentType, ContextType>;
  tier?: Resolver<ResolversTypes['UserTier'], ParentType, ContextType>;
  isActive?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  isEmailVerified?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  analysisCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  monthlyAnalysisCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  lastAnalysisAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  monthlyResetAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastLoginAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  quota?: Resolver<ResolversTypes['Quota'], ParentType, ContextType>;
  usage?: Resolver<ResolversTypes['Usage'], ParentType, ContextType, RequireFields<UserUsageArgs, 'months'>>;
  onboarding?: Resolver<Maybe<ResolversTypes['UserOnboarding']>, ParentType, ContextType>;
  preferences?: Resolver<Maybe<ResolversTypes['UserPreferences']>, ParentType, ContextType>;
  contracts?: Resolver<ResolversTypes['ContractConnection'], ParentType, ContextType, RequireFields<UserContractsArgs, 'filter' | 'orderBy'>>;
  analyses?: Resolver<ResolversTypes['AnalysisConnection'], ParentType, ContextType, RequireFields<UserAnalysesArgs, 'filter' | 'orderBy'>>;
  chatSessions?: Resolver<ResolversTypes['ChatSessionConnection'], ParentType, ContextType, RequireFields<UserChatSessionsArgs, 'filter' | 'orderBy'>>;
  legacyDocuments?: Resolver<ResolversTypes['LegacyDocumentConnection'], ParentType, ContextType, Partial<UserLegacyDocumentsArgs>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserOnboardingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserOnboarding'] = ResolversParentTypes['UserOnboarding']> = {
  isCompleted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  website?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  twitter?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  discord?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  telegram?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  logo?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  contractAddress?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  contractChain?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  contractAbi?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  contractName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  contractPurpose?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  contractCategory?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  contractStartDate?: Resolver<Maybe<ResolversTypes['LocalDate']>, ParentType, ContextType>;
  isIndexed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  indexingProgress?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  lastAnalysis?: Resolver<Maybe<ResolversTypes['Analysis']>, ParentType, ContextType>;
  lastUpdatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  currentStep?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  deploymentBlock?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  isContinuousSync?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  continuousSyncStartedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  continuousSyncStoppedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  hasErrors?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  completionReason?: Resolver<Maybe<ResolversTypes['IndexingCompletionReason']>, ParentType, ContextType>;
  originalCompletionReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type IndexingCompletionReasonResolvers = { COMPLETED: 'completed', FAILED: 'failed', CANCELLED: 'cancelled', STOPPED_BY_USER: 'stopped_by_user', NOTHING_NEW: 'nothing_new', CYCLE_LIMIT: 'cycle_limit', OTHER: 'other' };

export type UserPreferencesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserPreferences'] = ResolversParentTypes['UserPreferences']> = {
  hasEmailNotifications?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasAnalysisNotifications?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  defaultChain?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  customSettings?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type UserConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserConnection'] = ResolversParentTypes['UserConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['UserEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['User']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type UserEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserEdge'] = ResolversParentTypes['UserEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type UserOrderFieldResolvers = { CREATED_AT: 'created_at', EMAIL: 'email', NAME: 'name', LAST_LOGIN_AT: 'last_login_at' };

export type RegisterPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RegisterPayload'] = ResolversParentTypes['RegisterPayload']> = {
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  apiKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type LoginPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LoginPayload'] = ResolversParentTypes['LoginPayload']> = {
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type QuotaResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Quota'] = ResolversParentTypes['Quota']> = {
  limit?: Resolver<Maybe<ResolversTypes['NonNegativeInt']>, ParentType, ContextType>;
  used?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  remaining?: Resolver<Maybe<ResolversTypes['NonNegativeInt']>, ParentType, ContextType>;
  resetsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type UsageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Usage'] = ResolversParentTypes['Usage']> = {
  months?: Resolver<ReadonlyArray<ResolversTypes['UsageMonth']>, ParentType, ContextType>;
  byType?: Resolver<ReadonlyArray<ResolversTypes['UsageOfType']>, ParentType, ContextType>;
  byChain?: Resolver<ReadonlyArray<ResolversTypes['UsageOfChain']>, ParentType, ContextType>;
};

export type UsageMonthResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UsageMonth'] = ResolversParentTypes['UsageMonth']> = {
  month?: Resolver<ResolversTypes['LocalDate'], ParentType, ContextType>;
  started?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  completed?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type UsageOfTypeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UsageOfType'] = ResolversParentTypes['UsageOfType']> = {
  type?: Resolver<ResolversTypes['AnalysisType'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type UsageOfChainResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UsageOfChain'] = ResolversParentTypes['UsageOfChain']> = {
  chain?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  count?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type UpdateProfilePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateProfilePayload'] = ResolversParentTypes['UpdateProfilePayload']> = {
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type UpdatePreferencesPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdatePreferencesPayload'] = ResolversParentTypes['UpdatePreferencesPayload']> = {
  preferences?: Resolver<ResolversTypes['UserPreferences'], ParentType, ContextType>;
};

export type ChangePasswordPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangePasswordPayload'] = ResolversParentTypes['ChangePasswordPayload']> = {
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  isApiKeyKept?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type RotateApiKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RotateApiKeyPayload'] = ResolversParentTypes['RotateApiKeyPayload']> = {
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  apiKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DeleteAccountPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteAccountPayload'] = ResolversParentTypes['DeleteAccountPayload']> = {
  deletedId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type RequestPasswordResetPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RequestPasswordResetPayload'] = ResolversParentTypes['RequestPasswordResetPayload']> = {
  isAccepted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ResetPasswordPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ResetPasswordPayload'] = ResolversParentTypes['ResetPasswordPayload']> = {
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type RequestEmailVerificationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RequestEmailVerificationPayload'] = ResolversParentTypes['RequestEmailVerificationPayload']> = {
  isAccepted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type VerifyEmailPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VerifyEmailPayload'] = ResolversParentTypes['VerifyEmailPayload']> = {
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type UpdateUserPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateUserPayload'] = ResolversParentTypes['UpdateUserPayload']> = {
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type CompleteOnboardingPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CompleteOnboardingPayload'] = ResolversParentTypes['CompleteOnboardingPayload']> = {
  onboarding?: Resolver<ResolversTypes['UserOnboarding'], ParentType, ContextType>;
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['ContractWarning']>, ParentType, ContextType>;
};

export type UpdateOnboardingPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateOnboardingPayload'] = ResolversParentTypes['UpdateOnboardingPayload']> = {
  onboarding?: Resolver<ResolversTypes['UserOnboarding'], ParentType, ContextType>;
};

export type OnboardingStatusResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OnboardingStatus'] = ResolversParentTypes['OnboardingStatus']> = {
  isCompleted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  missingSteps?: Resolver<ReadonlyArray<ResolversTypes['OnboardingStep']>, ParentType, ContextType>;
  defaultContract?: Resolver<Maybe<ResolversTypes['Contract']>, ParentType, ContextType>;
  onboarding?: Resolver<Maybe<ResolversTypes['UserOnboarding']>, ParentType, ContextType>;
};

export type OnboardingStepResolvers = { SOCIAL_LINKS: 'social_links', LOGO: 'logo', DEFAULT_CONTRACT: 'default_contract', INDEXING: 'indexing' };

export type ContractResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Contract'] = ResolversParentTypes['Contract']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  targetAddress?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  targetChain?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  targetName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  targetAbi?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  isActive?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  isDefault?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lastAnalyzedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  analysisCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  competitors?: Resolver<ReadonlyArray<ResolversTypes['ContractCompetitor']>, ParentType, ContextType>;
  rpcConfigs?: Resolver<ReadonlyArray<ResolversTypes['ContractRpcConfig']>, ParentType, ContextType>;
  analysisParams?: Resolver<Maybe<ResolversTypes['ContractAnalysisParams']>, ParentType, ContextType>;
  shareLinks?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ShareLink']>>, ParentType, ContextType>;
  chatSession?: Resolver<Maybe<ResolversTypes['ChatSession']>, ParentType, ContextType>;
  analyses?: Resolver<ResolversTypes['AnalysisConnection'], ParentType, ContextType, RequireFields<ContractAnalysesArgs, 'filter' | 'orderBy'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ContractCompetitorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ContractCompetitor'] = ResolversParentTypes['ContractCompetitor']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  address?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  chain?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  group?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  abi?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ContractRpcConfigResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ContractRpcConfig'] = ResolversParentTypes['ContractRpcConfig']> = {
  chain?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rpcUrls?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  rpcHosts?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type OutputFormatResolvers = { JSON: 'json', CSV: 'csv', MARKDOWN: 'markdown', OTHER: 'other' };

export type ContractAnalysisParamsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ContractAnalysisParams'] = ResolversParentTypes['ContractAnalysisParams']> = {
  blockRange?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  whaleThreshold?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  maxConcurrentRequests?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failoverTimeoutMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  maxRetries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outputFormats?: Resolver<ReadonlyArray<ResolversTypes['OutputFormat']>, ParentType, ContextType>;
  originalOutputFormats?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  customParams?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ContractConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ContractConnection'] = ResolversParentTypes['ContractConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ContractEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Contract']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type ContractEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ContractEdge'] = ResolversParentTypes['ContractEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
};

export type ContractOrderFieldResolvers = { CREATED_AT: 'created_at', UPDATED_AT: 'updated_at', NAME: 'name', LAST_ANALYZED_AT: 'last_analyzed_at', ANALYSIS_COUNT: 'analysis_count' };

export type ContractWarningCodeResolvers = { ADDRESS_CHECKSUM: 'address_checksum', UNKNOWN_CHAIN: 'unknown_chain', DUPLICATE: 'duplicate' };

export type ContractWarningResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ContractWarning'] = ResolversParentTypes['ContractWarning']> = {
  code?: Resolver<ResolversTypes['ContractWarningCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  duplicateOf?: Resolver<Maybe<ResolversTypes['Contract']>, ParentType, ContextType>;
};

export type CreateContractPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateContractPayload'] = ResolversParentTypes['CreateContractPayload']> = {
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['ContractWarning']>, ParentType, ContextType>;
};

export type UpdateContractPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateContractPayload'] = ResolversParentTypes['UpdateContractPayload']> = {
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['ContractWarning']>, ParentType, ContextType>;
};

export type SetDefaultContractPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SetDefaultContractPayload'] = ResolversParentTypes['SetDefaultContractPayload']> = {
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
  previousDefault?: Resolver<Maybe<ResolversTypes['Contract']>, ParentType, ContextType>;
};

export type ArchiveContractPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ArchiveContractPayload'] = ResolversParentTypes['ArchiveContractPayload']> = {
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
};

export type RestoreContractPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RestoreContractPayload'] = ResolversParentTypes['RestoreContractPayload']> = {
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
};

export type ArchiveContractsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ArchiveContractsPayload'] = ResolversParentTypes['ArchiveContractsPayload']> = {
  contracts?: Resolver<ReadonlyArray<ResolversTypes['Contract']>, ParentType, ContextType>;
};

export type DeleteContractsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteContractsPayload'] = ResolversParentTypes['DeleteContractsPayload']> = {
  deletedIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type DuplicateContractPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DuplicateContractPayload'] = ResolversParentTypes['DuplicateContractPayload']> = {
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
};

export type AddCompetitorPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddCompetitorPayload'] = ResolversParentTypes['AddCompetitorPayload']> = {
  competitor?: Resolver<ResolversTypes['ContractCompetitor'], ParentType, ContextType>;
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['ContractWarning']>, ParentType, ContextType>;
};

export type UpdateCompetitorPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateCompetitorPayload'] = ResolversParentTypes['UpdateCompetitorPayload']> = {
  competitor?: Resolver<ResolversTypes['ContractCompetitor'], ParentType, ContextType>;
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['ContractWarning']>, ParentType, ContextType>;
};

export type RemoveCompetitorPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemoveCompetitorPayload'] = ResolversParentTypes['RemoveCompetitorPayload']> = {
  removedId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
};

export type AddContractTagsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddContractTagsPayload'] = ResolversParentTypes['AddContractTagsPayload']> = {
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
};

export type RemoveContractTagsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemoveContractTagsPayload'] = ResolversParentTypes['RemoveContractTagsPayload']> = {
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
};

export type ShareScopeResolvers = { CONTRACT: 'contract', LATEST_ANALYSIS: 'latest_analysis', RESULTS: 'results' };

export type ShareLinkResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ShareLink'] = ResolversParentTypes['ShareLink']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  scopes?: Resolver<ReadonlyArray<ResolversTypes['ShareScope']>, ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type SharedContractResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SharedContract'] = ResolversParentTypes['SharedContract']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  targetAddress?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  targetChain?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  targetName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  scopes?: Resolver<ReadonlyArray<ResolversTypes['ShareScope']>, ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  tags?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  targetAbi?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  latestAnalysis?: Resolver<Maybe<ResolversTypes['SharedAnalysis']>, ParentType, ContextType>;
  results?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType, Partial<SharedContractResultsArgs>>;
};

export type SharedAnalysisResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SharedAnalysis'] = ResolversParentTypes['SharedAnalysis']> = {
  type?: Resolver<ResolversTypes['AnalysisType'], ParentType, ContextType>;
  completedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type CreateShareLinkPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateShareLinkPayload'] = ResolversParentTypes['CreateShareLinkPayload']> = {
  shareLink?: Resolver<ResolversTypes['ShareLink'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
};

export type RevokeShareLinkPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokeShareLinkPayload'] = ResolversParentTypes['RevokeShareLinkPayload']> = {
  revokedId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
};

export type AnalysisTypeResolvers = { SINGLE: 'single', QUICK_SCAN: 'quick_scan', QUICK_INDEX: 'quick_index', COMPETITIVE: 'competitive', COMPARATIVE: 'comparative' };

export type AnalysisStatusResolvers = { PENDING: 'pending', RUNNING: 'running', COMPLETED: 'completed', FAILED: 'failed', CANCELLED: 'cancelled' };

export type AnalysisResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Analysis'] = ResolversParentTypes['Analysis']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  contract?: Resolver<Maybe<ResolversTypes['Contract']>, ParentType, ContextType>;
  contractAddress?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  contractChain?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['AnalysisType'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['AnalysisStatus'], ParentType, ContextType>;
  progress?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  currentStep?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  results?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType, Partial<AnalysisResultsArgs>>;
  metadata?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  errorMessage?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasErrors?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  interpretations?: Resolver<ReadonlyArray<ResolversTypes['AnalysisInterpretation']>, ParentType, ContextType, RequireFields<AnalysisInterpretationsArgs, 'last'>>;
  logs?: Resolver<ReadonlyArray<ResolversTypes['AnalysisLog']>, ParentType, ContextType, RequireFields<AnalysisLogsArgs, 'last'>>;
  completedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastUpdatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  estimatedRemainingSeconds?: Resolver<Maybe<ResolversTypes['NonNegativeInt']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AnalysisLogLevelResolvers = { DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error', OTHER: 'other' };

export type AnalysisLogResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AnalysisLog'] = ResolversParentTypes['AnalysisLog']> = {
  loggedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  level?: Resolver<Maybe<ResolversTypes['AnalysisLogLevel']>, ParentType, ContextType>;
  originalLevel?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  data?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
};

export type AnalysisInterpretationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AnalysisInterpretation'] = ResolversParentTypes['AnalysisInterpretation']> = {
  version?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  model?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  content?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type AddInterpretationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddInterpretationPayload'] = ResolversParentTypes['AddInterpretationPayload']> = {
  interpretation?: Resolver<ResolversTypes['AnalysisInterpretation'], ParentType, ContextType>;
  analysis?: Resolver<ResolversTypes['Analysis'], ParentType, ContextType>;
};

export type AnalysisConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AnalysisConnection'] = ResolversParentTypes['AnalysisConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AnalysisEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Analysis']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type AnalysisEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AnalysisEdge'] = ResolversParentTypes['AnalysisEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Analysis'], ParentType, ContextType>;
};

export type AnalysisOrderFieldResolvers = { CREATED_AT: 'created_at', UPDATED_AT: 'updated_at', COMPLETED_AT: 'completed_at' };

export type StartAnalysisPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StartAnalysisPayload'] = ResolversParentTypes['StartAnalysisPayload']> = {
  analysis?: Resolver<ResolversTypes['Analysis'], ParentType, ContextType>;
  quota?: Resolver<ResolversTypes['Quota'], ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['ContractWarning']>, ParentType, ContextType>;
};

export type CancelAnalysisPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelAnalysisPayload'] = ResolversParentTypes['CancelAnalysisPayload']> = {
  analysis?: Resolver<ResolversTypes['Analysis'], ParentType, ContextType>;
};

export type StartSyncPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StartSyncPayload'] = ResolversParentTypes['StartSyncPayload']> = {
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
  analysis?: Resolver<ResolversTypes['Analysis'], ParentType, ContextType>;
  onboarding?: Resolver<ResolversTypes['UserOnboarding'], ParentType, ContextType>;
};

export type StopSyncPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StopSyncPayload'] = ResolversParentTypes['StopSyncPayload']> = {
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
  cancelledAnalyses?: Resolver<ReadonlyArray<ResolversTypes['Analysis']>, ParentType, ContextType>;
  onboarding?: Resolver<Maybe<ResolversTypes['UserOnboarding']>, ParentType, ContextType>;
};

export type RefreshContractPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RefreshContractPayload'] = ResolversParentTypes['RefreshContractPayload']> = {
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
  analysis?: Resolver<ResolversTypes['Analysis'], ParentType, ContextType>;
  onboarding?: Resolver<Maybe<ResolversTypes['UserOnboarding']>, ParentType, ContextType>;
};

export type ClaimAnalysisPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ClaimAnalysisPayload'] = ResolversParentTypes['ClaimAnalysisPayload']> = {
  lease?: Resolver<Maybe<ResolversTypes['AnalysisLease']>, ParentType, ContextType>;
};

export type AnalysisLeaseResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AnalysisLease'] = ResolversParentTypes['AnalysisLease']> = {
  token?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  analysis?: Resolver<ResolversTypes['Analysis'], ParentType, ContextType>;
};

export type RenewLeasePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RenewLeasePayload'] = ResolversParentTypes['RenewLeasePayload']> = {
  lease?: Resolver<ResolversTypes['AnalysisLease'], ParentType, ContextType>;
};

export type ReportProgressPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReportProgressPayload'] = ResolversParentTypes['ReportProgressPayload']> = {
  analysis?: Resolver<ResolversTypes['Analysis'], ParentType, ContextType>;
};

export type AppendLogsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AppendLogsPayload'] = ResolversParentTypes['AppendLogsPayload']> = {
  analysis?: Resolver<ResolversTypes['Analysis'], ParentType, ContextType>;
};

export type CompleteAnalysisPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CompleteAnalysisPayload'] = ResolversParentTypes['CompleteAnalysisPayload']> = {
  analysis?: Resolver<ResolversTypes['Analysis'], ParentType, ContextType>;
};

export type FailAnalysisPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FailAnalysisPayload'] = ResolversParentTypes['FailAnalysisPayload']> = {
  analysis?: Resolver<ResolversTypes['Analysis'], ParentType, ContextType>;
};

export type TimeBucketResolvers = { DAY: 'day', WEEK: 'week', MONTH: 'month' };

export type AnalysisGroupResolvers = { TYPE: 'type', STATUS: 'status', CHAIN: 'chain' };

export type AnalysisStatsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AnalysisStats'] = ResolversParentTypes['AnalysisStats']> = {
  totalCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  thisMonthCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  successRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  averageDurationSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  byStatus?: Resolver<ReadonlyArray<ResolversTypes['AnalysisStatusCount']>, ParentType, ContextType>;
  series?: Resolver<ReadonlyArray<ResolversTypes['AnalysisStatsRow']>, ParentType, ContextType, Partial<AnalysisStatsSeriesArgs>>;
};

export type AnalysisStatusCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AnalysisStatusCount'] = ResolversParentTypes['AnalysisStatusCount']> = {
  status?: Resolver<ResolversTypes['AnalysisStatus'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type AnalysisStatsRowResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AnalysisStatsRow'] = ResolversParentTypes['AnalysisStatsRow']> = {
  bucket?: Resolver<Maybe<ResolversTypes['LocalDate']>, ParentType, ContextType>;
  group?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  count?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type DashboardResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Dashboard'] = ResolversParentTypes['Dashboard']> = {
  contractCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  chatSessionCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  analyses?: Resolver<ResolversTypes['AnalysisStats'], ParentType, ContextType>;
  quota?: Resolver<ResolversTypes['Quota'], ParentType, ContextType>;
  recentAnalyses?: Resolver<ReadonlyArray<ResolversTypes['Analysis']>, ParentType, ContextType, RequireFields<DashboardRecentAnalysesArgs, 'first'>>;
};

export type ActivityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Activity'] = ResolversParentTypes['Activity']> = {
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ActivityKind'], ParentType, ContextType>;
  subject?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
};

export type ActivityKindResolvers = { CONTRACT_ADDED: 'contract_added', ANALYSIS_STARTED: 'analysis_started', ANALYSIS_COMPLETED: 'analysis_completed', CHAT_SESSION_OPENED: 'chat_session_opened', MESSAGE_ADDED: 'message_added', IMPORT_STARTED: 'import_started', IMPORT_FINISHED: 'import_finished' };

export type ActivityConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ActivityConnection'] = ResolversParentTypes['ActivityConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ActivityEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Activity']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type ActivityEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ActivityEdge'] = ResolversParentTypes['ActivityEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Activity'], ParentType, ContextType>;
};

export type ChatSessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChatSession'] = ResolversParentTypes['ChatSession']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  contractAddress?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  contractChain?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  contractName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  isActive?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  messageCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  metadata?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  lastMessageAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastActivityAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  messages?: Resolver<ResolversTypes['ChatMessageConnection'], ParentType, ContextType, RequireFields<ChatSessionMessagesArgs, 'orderBy'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ChatMessageRoleResolvers = { USER: 'user', ASSISTANT: 'assistant', SYSTEM: 'system' };

export type ChatMessageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChatMessage'] = ResolversParentTypes['ChatMessage']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  session?: Resolver<ResolversTypes['ChatSession'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['ChatMessageRole'], ParentType, ContextType>;
  content?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  components?: Resolver<ReadonlyArray<ResolversTypes['ChatComponent']>, ParentType, ContextType>;
  tokensUsed?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  processingTimeMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  metadata?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  revisions?: Resolver<ResolversTypes['ChatMessageRevisionConnection'], ParentType, ContextType, Partial<ChatMessageRevisionsArgs>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ChatComponentTypeResolvers = { TEXT: 'text', CHART: 'chart', METRIC_CARD: 'metric_card', TABLE: 'table', ALERT: 'alert', INSIGHT_CARD: 'insight_card', RECOMMENDATION: 'recommendation', TRANSACTION_LIST: 'transaction_list', USER_ANALYSIS: 'user_analysis', COMPETITIVE_COMPARISON: 'competitive_comparison', OTHER: 'other' };

export type ChatComponentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChatComponent'] = ResolversParentTypes['ChatComponent']> = {
  type?: Resolver<ResolversTypes['ChatComponentType'], ParentType, ContextType>;
  originalType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  xAxis?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  yAxis?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  data?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  otherMembers?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
};

export type ChatMessageRevisionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChatMessageRevision'] = ResolversParentTypes['ChatMessageRevision']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  content?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  components?: Resolver<ReadonlyArray<ResolversTypes['ChatComponent']>, ParentType, ContextType>;
  replacedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ChatMessageRevisionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChatMessageRevisionConnection'] = ResolversParentTypes['ChatMessageRevisionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ChatMessageRevisionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ChatMessageRevision']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type ChatMessageRevisionEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChatMessageRevisionEdge'] = ResolversParentTypes['ChatMessageRevisionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ChatMessageRevision'], ParentType, ContextType>;
};

export type ChatSessionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChatSessionConnection'] = ResolversParentTypes['ChatSessionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ChatSessionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ChatSession']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type ChatSessionEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChatSessionEdge'] = ResolversParentTypes['ChatSessionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ChatSession'], ParentType, ContextType>;
};

export type ChatSessionOrderFieldResolvers = { LAST_ACTIVITY_AT: 'last_activity_at', CREATED_AT: 'created_at', TITLE: 'title', MESSAGE_COUNT: 'message_count' };

export type ChatMessageConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChatMessageConnection'] = ResolversParentTypes['ChatMessageConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ChatMessageEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ChatMessage']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type ChatMessageEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChatMessageEdge'] = ResolversParentTypes['ChatMessageEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ChatMessage'], ParentType, ContextType>;
};

export type ChatMessageOrderFieldResolvers = { CREATED_AT: 'created_at' };

export type OpenChatSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenChatSessionPayload'] = ResolversParentTypes['OpenChatSessionPayload']> = {
  session?: Resolver<ResolversTypes['ChatSession'], ParentType, ContextType>;
  isNew?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type UpdateChatSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateChatSessionPayload'] = ResolversParentTypes['UpdateChatSessionPayload']> = {
  session?: Resolver<ResolversTypes['ChatSession'], ParentType, ContextType>;
};

export type DeleteChatSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteChatSessionPayload'] = ResolversParentTypes['DeleteChatSessionPayload']> = {
  deletedId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  session?: Resolver<ResolversTypes['ChatSession'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type DeleteChatSessionsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteChatSessionsPayload'] = ResolversParentTypes['DeleteChatSessionsPayload']> = {
  deletedIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  sessions?: Resolver<ReadonlyArray<ResolversTypes['ChatSession']>, ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type RestoreChatSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RestoreChatSessionPayload'] = ResolversParentTypes['RestoreChatSessionPayload']> = {
  session?: Resolver<ResolversTypes['ChatSession'], ParentType, ContextType>;
};

export type AppendMessagesPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AppendMessagesPayload'] = ResolversParentTypes['AppendMessagesPayload']> = {
  session?: Resolver<ResolversTypes['ChatSession'], ParentType, ContextType>;
  messages?: Resolver<ReadonlyArray<ResolversTypes['ChatMessage']>, ParentType, ContextType>;
};

export type EditMessagePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EditMessagePayload'] = ResolversParentTypes['EditMessagePayload']> = {
  message?: Resolver<ResolversTypes['ChatMessage'], ParentType, ContextType>;
};

export type DeleteMessagePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteMessagePayload'] = ResolversParentTypes['DeleteMessagePayload']> = {
  deletedId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  session?: Resolver<ResolversTypes['ChatSession'], ParentType, ContextType>;
};

export type SearchKindResolvers = { CONTRACT: 'contract', CHAT_SESSION: 'chat_session', CHAT_MESSAGE: 'chat_message', ANALYSIS: 'analysis' };

export type SearchSubjectResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchSubject'] = ResolversParentTypes['SearchSubject']> = {
  __resolveType: TypeResolveFn<'Contract' | 'ChatSession' | 'ChatMessage' | 'Analysis', ParentType, ContextType>;
};

export type SearchResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchResult'] = ResolversParentTypes['SearchResult']> = {
  subject?: Resolver<ResolversTypes['SearchSubject'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  snippet?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SearchConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchConnection'] = ResolversParentTypes['SearchConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SearchEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['SearchResult']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SearchEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchEdge'] = ResolversParentTypes['SearchEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SearchResult'], ParentType, ContextType>;
};

export type ImportLayoutResolvers = { AUTO: 'auto', ERA1: 'era1', ERA2: 'era2' };

export type ImportConflictPolicyResolvers = { SKIP: 'skip', UPDATE_IF_NEWER: 'update_if_newer' };

export type ImportOrphanPolicyResolvers = { QUARANTINE: 'quarantine', PLACEHOLDER_OWNER: 'placeholder_owner' };

export type ImportEmailTakenPolicyResolvers = { REJECT: 'reject', RENAME: 'rename' };

export type ImportDamagePolicyResolvers = { SALVAGE: 'salvage', FAIL: 'fail' };

export type ImportLegacyDataPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportLegacyDataPayload'] = ResolversParentTypes['ImportLegacyDataPayload']> = {
  job?: Resolver<ResolversTypes['ImportJob'], ParentType, ContextType>;
};

export type RetryRejectsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RetryRejectsPayload'] = ResolversParentTypes['RetryRejectsPayload']> = {
  job?: Resolver<ResolversTypes['ImportJob'], ParentType, ContextType>;
};

export type VerifyImportPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VerifyImportPayload'] = ResolversParentTypes['VerifyImportPayload']> = {
  job?: Resolver<ResolversTypes['ImportJob'], ParentType, ContextType>;
};

export type RevertImportPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevertImportPayload'] = ResolversParentTypes['RevertImportPayload']> = {
  job?: Resolver<ResolversTypes['ImportJob'], ParentType, ContextType>;
};

export type TakeOverRefusalsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TakeOverRefusalsPayload'] = ResolversParentTypes['TakeOverRefusalsPayload']> = {
  job?: Resolver<ResolversTypes['ImportJob'], ParentType, ContextType>;
};

export type SwitchOverAnalysesPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SwitchOverAnalysesPayload'] = ResolversParentTypes['SwitchOverAnalysesPayload']> = {
  job?: Resolver<ResolversTypes['ImportJob'], ParentType, ContextType>;
};

export type ExportLegacyDataPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExportLegacyDataPayload'] = ResolversParentTypes['ExportLegacyDataPayload']> = {
  job?: Resolver<ResolversTypes['ImportJob'], ParentType, ContextType>;
};

export type ExportedRejectsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExportedRejects'] = ResolversParentTypes['ExportedRejects']> = {
  ndjson?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  next?: Resolver<Maybe<ResolversTypes['NonNegativeInt']>, ParentType, ContextType>;
};

export type ImportOperationResolvers = { IMPORT: 'import', RETRY: 'retry', VERIFY: 'verify', REVERT: 'revert', EXPORT: 'export', SWITCH_OVER: 'switch_over', TAKE_OVER: 'take_over' };

export type CancelImportPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelImportPayload'] = ResolversParentTypes['CancelImportPayload']> = {
  job?: Resolver<ResolversTypes['ImportJob'], ParentType, ContextType>;
};

export type ImportPhaseResolvers = { QUEUED: 'queued', READING: 'reading', PUBLISHING: 'publishing', VERIFYING: 'verifying', COMPLETED: 'completed', FAILED: 'failed', CANCELLED: 'cancelled' };

export type ImportKindResolvers = { USERS: 'users', CONTRACTS: 'contracts', ANALYSES: 'analyses', CHAT_SESSIONS: 'chat_sessions', CHAT_MESSAGES: 'chat_messages' };

export type ImportErrorCodeResolvers = { INTERRUPTED: 'interrupted', DATABASE_LOST: 'database_lost', CONFLICT: 'conflict', DISK_FULL: 'disk_full', SOURCE_UNREADABLE: 'source_unreadable', OUT_OF_MEMORY: 'out_of_memory', UPLOAD_ABORTED: 'upload_aborted', TARGET_UNWRITABLE: 'target_unwritable', NOT_POSSIBLE: 'not_possible', VERIFICATION_FAILED: 'verification_failed', INTERNAL: 'internal', OTHER: 'other' };

export type ImportWarningCodeResolvers = { MISSING_VALUE: 'missing_value', MISSING_DATE: 'missing_date', INVALID_DATE: 'invalid_date', INVALID_ID: 'invalid_id', INVALID_CHARACTERS: 'invalid_characters', WRONG_TYPE: 'wrong_type', UNKNOWN_VALUE: 'unknown_value', VALUE_TOO_LONG: 'value_too_long', VALUE_OUT_OF_RANGE: 'value_out_of_range', VALUE_APPROXIMATED: 'value_approximated', VALUE_CHANGED: 'value_changed', NULL_REMOVED: 'null_removed', ITEM_SKIPPED: 'item_skipped', OWNER_DIFFERS: 'owner_differs', ROLE_NOT_GRANTED: 'role_not_granted', DUPLICATE_KEY: 'duplicate_key', API_KEY_TAKEN: 'api_key_taken', EMAIL_RENAMED: 'email_renamed', SECOND_DEFAULT: 'second_default', CONFIG_UNKNOWN: 'config_unknown', PLACEHOLDER_OWNER: 'placeholder_owner', ROW_CHANGED: 'row_changed', ROW_DELETED: 'row_deleted', ROW_KEPT: 'row_kept', NOT_NEWER: 'not_newer', MESSAGE_DIFFERS: 'message_differs', API_KEY_IS_DIGEST: 'api_key_is_digest', PASSWORD_UNKNOWN_THERE: 'password_unknown_there', OTHER: 'other' };

export type ImportRejectCodeResolvers = { MISSING_ID: 'missing_id', INVALID_ID: 'invalid_id', MISSING_OWNER: 'missing_owner', INVALID_OWNER: 'invalid_owner', OWNER_UNKNOWN: 'owner_unknown', MISSING_EMAIL: 'missing_email', INVALID_EMAIL: 'invalid_email', EMAIL_TAKEN: 'email_taken', MISSING_SESSION: 'missing_session', INVALID_SESSION: 'invalid_session', SESSION_UNKNOWN: 'session_unknown', DUPLICATE_ID: 'duplicate_id', ID_TAKEN: 'id_taken', EMPTY_FILE: 'empty_file', NOT_JSON: 'not_json', TRUNCATED: 'truncated', TRAILING_BYTES: 'trailing_bytes', STRAY_BYTES: 'stray_bytes', BROKEN_RECORD: 'broken_record', RECORD_TOO_LARGE: 'record_too_large', TOO_DEEP: 'too_deep', INVALID_UTF8: 'invalid_utf8', FILE_CHANGED: 'file_changed', READ_FAILED: 'read_failed', DAMAGED_COMPRESSION: 'damaged_compression', EXPANDS_TOO_MUCH: 'expands_too_much', UNSUPPORTED_COMPRESSION: 'unsupported_compression', ROW_CHANGED: 'row_changed', ROW_DELETED: 'row_deleted', ROW_KEPT: 'row_kept', NOT_NEWER: 'not_newer', MESSAGE_DIFFERS: 'message_differs', MISSING: 'missing', DIFFERENT: 'different', CHANGED_SINCE: 'changed_since', HAS_DEPENDENTS: 'has_dependents', OTHER: 'other' };

export type ImportJobResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportJob'] = ResolversParentTypes['ImportJob']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['ImportOperation'], ParentType, ContextType>;
  sourceJob?: Resolver<Maybe<ResolversTypes['ImportJob']>, ParentType, ContextType>;
  phase?: Resolver<ResolversTypes['ImportPhase'], ParentType, ContextType>;
  directory?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  layout?: Resolver<ResolversTypes['ImportLayout'], ParentType, ContextType>;
  isDryRun?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  onConflict?: Resolver<ResolversTypes['ImportConflictPolicy'], ParentType, ContextType>;
  hasBackups?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  orphans?: Resolver<ResolversTypes['ImportOrphanPolicy'], ParentType, ContextType>;
  onEmailTaken?: Resolver<ResolversTypes['ImportEmailTakenPolicy'], ParentType, ContextType>;
  onDamage?: Resolver<ResolversTypes['ImportDamagePolicy'], ParentType, ContextType>;
  hasVerification?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startedBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  counts?: Resolver<ReadonlyArray<ResolversTypes['ImportCounts']>, ParentType, ContextType>;
  documents?: Resolver<ResolversTypes['ImportDocumentCounts'], ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['ImportWarningCount']>, ParentType, ContextType>;
  skippedPaths?: Resolver<ReadonlyArray<ResolversTypes['ImportSkippedPath']>, ParentType, ContextType>;
  renamedUsers?: Resolver<ReadonlyArray<ResolversTypes['ImportRenamedUser']>, ParentType, ContextType>;
  bytesRead?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  bytesTotal?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  bytesPerSecond?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  recordsPerSecond?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  progress?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  estimatedRemainingSeconds?: Resolver<Maybe<ResolversTypes['NonNegativeInt']>, ParentType, ContextType>;
  files?: Resolver<ResolversTypes['ImportFileConnection'], ParentType, ContextType, Partial<ImportJobFilesArgs>>;
  rejects?: Resolver<ResolversTypes['ImportRejectConnection'], ParentType, ContextType, RequireFields<ImportJobRejectsArgs, 'filter'>>;
  refusals?: Resolver<ResolversTypes['ImportRejectConnection'], ParentType, ContextType, RequireFields<ImportJobRefusalsArgs, 'filter'>>;
  rejectsByCode?: Resolver<ReadonlyArray<ResolversTypes['ImportRejectCount']>, ParentType, ContextType>;
  errorCode?: Resolver<Maybe<ResolversTypes['ImportErrorCode']>, ParentType, ContextType>;
  originalErrorCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  errorMessage?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  resumedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revertedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ImportFileResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportFile'] = ResolversParentTypes['ImportFile']> = {
  number?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ImportKind'], ParentType, ContextType>;
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isBackup?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  bytes?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  bytesSha256?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  records?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  rejected?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  verified?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  differing?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  sourceDigest?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  publishedDigest?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ImportFileConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportFileConnection'] = ResolversParentTypes['ImportFileConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ImportFileEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ImportFile']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type ImportFileEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportFileEdge'] = ResolversParentTypes['ImportFileEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ImportFile'], ParentType, ContextType>;
};

export type ImportCountsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportCounts'] = ResolversParentTypes['ImportCounts']> = {
  kind?: Resolver<ResolversTypes['ImportKind'], ParentType, ContextType>;
  read?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  inserted?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  updated?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  unchanged?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  skipped?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  copies?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  olderCopies?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  refused?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  rejected?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  warnings?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  verified?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  removed?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  restored?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  exported?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type ImportWarningCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportWarningCount'] = ResolversParentTypes['ImportWarningCount']> = {
  kind?: Resolver<ResolversTypes['ImportKind'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['ImportWarningCode'], ParentType, ContextType>;
  originalCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type ImportDocumentCountsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportDocumentCounts'] = ResolversParentTypes['ImportDocumentCounts']> = {
  found?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  inserted?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  unchanged?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  rejected?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  verified?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  removed?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  exported?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type ImportRenamedUserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportRenamedUser'] = ResolversParentTypes['ImportRenamedUser']> = {
  userId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  emailHolderId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  file?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
};

export type ImportSkippedPathResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportSkippedPath'] = ResolversParentTypes['ImportSkippedPath']> = {
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ImportRejectResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportReject'] = ResolversParentTypes['ImportReject']> = {
  number?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ImportKind'], ParentType, ContextType>;
  file?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  pointer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['ImportRejectCode'], ParentType, ContextType>;
  originalCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rawText?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rawBytes?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  importedBy?: Resolver<Maybe<ResolversTypes['ImportJob']>, ParentType, ContextType>;
};

export type ImportRejectCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportRejectCount'] = ResolversParentTypes['ImportRejectCount']> = {
  kind?: Resolver<ResolversTypes['ImportKind'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['ImportRejectCode'], ParentType, ContextType>;
  originalCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  count?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type ImportRejectConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportRejectConnection'] = ResolversParentTypes['ImportRejectConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ImportRejectEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ImportReject']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type ImportRejectEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportRejectEdge'] = ResolversParentTypes['ImportRejectEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ImportReject'], ParentType, ContextType>;
};

export type ImportJobConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportJobConnection'] = ResolversParentTypes['ImportJobConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ImportJobEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ImportJob']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type ImportJobEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportJobEdge'] = ResolversParentTypes['ImportJobEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ImportJob'], ParentType, ContextType>;
};

export type LegacyDocumentConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LegacyDocumentConnection'] = ResolversParentTypes['LegacyDocumentConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['LegacyDocumentEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['LegacyDocument']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type LegacyDocumentEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LegacyDocumentEdge'] = ResolversParentTypes['LegacyDocumentEdge']> = {
  node?: Resolver<ResolversTypes['LegacyDocument'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type LegacyDocumentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LegacyDocument'] = ResolversParentTypes['LegacyDocument']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  bytes?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isJson?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  modifiedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  importedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  json?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  base64?: Resolver<ResolversTypes['String'], ParentType, ContextType, RequireFields<LegacyDocumentBase64Args, 'offset' | 'length'>>;
};

export type Resolvers<ContextType = Context> = {
  DateTime?: GraphQLScalarType;
  LocalDate?: GraphQLScalarType;
  EmailAddress?: GraphQLScalarType;
  JSON?: GraphQLScalarType;
  BigInt?: GraphQLScalarType;
  NonNegativeInt?: GraphQLScalarType;
  Upload?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  OrderDirection?: OrderDirectionResolvers;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  UserRole?: UserRoleResolvers;
  UserTier?: UserTierResolvers;
  User?: UserResolvers<ContextType>;
  UserOnboarding?: UserOnboardingResolvers<ContextType>;
  IndexingCompletionReason?: IndexingCompletionReasonResolvers;
  UserPreferences?: UserPreferencesResolvers<ContextType>;
  UserConnection?: UserConnectionResolvers<ContextType>;
  UserEdge?: UserEdgeResolvers<ContextType>;
  UserOrderField?: UserOrderFieldResolvers;
  RegisterPayload?: RegisterPayloadResolvers<ContextType>;
  LoginPayload?: LoginPayloadResolvers<ContextType>;
  Quota?: QuotaResolvers<ContextType>;
  Usage?: UsageResolvers<ContextType>;
  UsageMonth?: UsageMonthResolvers<ContextType>;
  UsageOfType?: UsageOfTypeResolvers<ContextType>;
  UsageOfChain?: UsageOfChainResolvers<ContextType>;
  UpdateProfilePayload?: UpdateProfilePayloadResolvers<ContextType>;
  UpdatePreferencesPayload?: UpdatePreferencesPayloadResolvers<ContextType>;
  ChangePasswordPayload?: ChangePasswordPayloadResolvers<ContextType>;
  RotateApiKeyPayload?: RotateApiKeyPayloadResolvers<ContextType>;
  DeleteAccountPayload?: DeleteAccountPayloadResolvers<ContextType>;
  RequestPasswordResetPayload?: RequestPasswordResetPayloadResolvers<ContextType>;
  ResetPasswordPayload?: ResetPasswordPayloadResolvers<ContextType>;
  RequestEmailVerificationPayload?: RequestEmailVerificationPayloadResolvers<ContextType>;
  VerifyEmailPayload?: VerifyEmailPayloadResolvers<ContextType>;
  UpdateUserPayload?: UpdateUserPayloadResolvers<ContextType>;
  CompleteOnboardingPayload?: CompleteOnboardingPayloadResolvers<ContextType>;
  UpdateOnboardingPayload?: UpdateOnboardingPayloadResolvers<ContextType>;
  OnboardingStatus?: OnboardingStatusResolvers<ContextType>;
  OnboardingStep?: OnboardingStepResolvers;
  Contract?: ContractResolvers<ContextType>;
  ContractCompetitor?: ContractCompetitorResolvers<ContextType>;
  ContractRpcConfig?: ContractRpcConfigResolvers<ContextType>;
  OutputFormat?: OutputFormatResolvers;
  ContractAnalysisParams?: ContractAnalysisParamsResolvers<ContextType>;
  ContractConnection?: ContractConnectionResolvers<ContextType>;
  ContractEdge?: ContractEdgeResolvers<ContextType>;
  ContractOrderField?: ContractOrderFieldResolvers;
  ContractWarningCode?: ContractWarningCodeResolvers;
  ContractWarning?: ContractWarningResolvers<ContextType>;
  CreateContractPayload?: CreateContractPayloadResolvers<ContextType>;
  UpdateContractPayload?: UpdateContractPayloadResolvers<ContextType>;
  SetDefaultContractPayload?: SetDefaultContractPayloadResolvers<ContextType>;
  ArchiveContractPayload?: ArchiveContractPayloadResolvers<ContextType>;
  RestoreContractPayload?: RestoreContractPayloadResolvers<ContextType>;
  ArchiveContractsPayload?: ArchiveContractsPayloadResolvers<ContextType>;
  DeleteContractsPayload?: DeleteContractsPayloadResolvers<ContextType>;
  DuplicateContractPayload?: DuplicateContractPayloadResolvers<ContextType>;
  AddCompetitorPayload?: AddCompetitorPayloadResolvers<ContextType>;
  UpdateCompetitorPayload?: UpdateCompetitorPayloadResolvers<ContextType>;
  RemoveCompetitorPayload?: RemoveCompetitorPayloadResolvers<ContextType>;
  AddContractTagsPayload?: AddContractTagsPayloadResolvers<ContextType>;
  RemoveContractTagsPayload?: RemoveContractTagsPayloadResolvers<ContextType>;
  ShareScope?: ShareScopeResolvers;
  ShareLink?: ShareLinkResolvers<ContextType>;
  SharedContract?: SharedContractResolvers<ContextType>;
  SharedAnalysis?: SharedAnalysisResolvers<ContextType>;
  CreateShareLinkPayload?: CreateShareLinkPayloadResolvers<ContextType>;
  RevokeShareLinkPayload?: RevokeShareLinkPayloadResolvers<ContextType>;
  AnalysisType?: AnalysisTypeResolvers;
  AnalysisStatus?: AnalysisStatusResolvers;
  Analysis?: AnalysisResolvers<ContextType>;
  AnalysisLogLevel?: AnalysisLogLevelResolvers;
  AnalysisLog?: AnalysisLogResolvers<ContextType>;
  AnalysisInterpretation?: AnalysisInterpretationResolvers<ContextType>;
  AddInterpretationPayload?: AddInterpretationPayloadResolvers<ContextType>;
  AnalysisConnection?: AnalysisConnectionResolvers<ContextType>;
  AnalysisEdge?: AnalysisEdgeResolvers<ContextType>;
  AnalysisOrderField?: AnalysisOrderFieldResolvers;
  StartAnalysisPayload?: StartAnalysisPayloadResolvers<ContextType>;
  CancelAnalysisPayload?: CancelAnalysisPayloadResolvers<ContextType>;
  StartSyncPayload?: StartSyncPayloadResolvers<ContextType>;
  StopSyncPayload?: StopSyncPayloadResolvers<ContextType>;
  RefreshContractPayload?: RefreshContractPayloadResolvers<ContextType>;
  ClaimAnalysisPayload?: ClaimAnalysisPayloadResolvers<ContextType>;
  AnalysisLease?: AnalysisLeaseResolvers<ContextType>;
  RenewLeasePayload?: RenewLeasePayloadResolvers<ContextType>;
  ReportProgressPayload?: ReportProgressPayloadResolvers<ContextType>;
  AppendLogsPayload?: AppendLogsPayloadResolvers<ContextType>;
  CompleteAnalysisPayload?: CompleteAnalysisPayloadResolvers<ContextType>;
  FailAnalysisPayload?: FailAnalysisPayloadResolvers<ContextType>;
  TimeBucket?: TimeBucketResolvers;
  AnalysisGroup?: AnalysisGroupResolvers;
  AnalysisStats?: AnalysisStatsResolvers<ContextType>;
  AnalysisStatusCount?: AnalysisStatusCountResolvers<ContextType>;
  AnalysisStatsRow?: AnalysisStatsRowResolvers<ContextType>;
  Dashboard?: DashboardResolvers<ContextType>;
  Activity?: ActivityResolvers<ContextType>;
  ActivityKind?: ActivityKindResolvers;
  ActivityConnection?: ActivityConnectionResolvers<ContextType>;
  ActivityEdge?: ActivityEdgeResolvers<ContextType>;
  ChatSession?: ChatSessionResolvers<ContextType>;
  ChatMessageRole?: ChatMessageRoleResolvers;
  ChatMessage?: ChatMessageResolvers<ContextType>;
  ChatComponentType?: ChatComponentTypeResolvers;
  ChatComponent?: ChatComponentResolvers<ContextType>;
  ChatMessageRevision?: ChatMessageRevisionResolvers<ContextType>;
  ChatMessageRevisionConnection?: ChatMessageRevisionConnectionResolvers<ContextType>;
  ChatMessageRevisionEdge?: ChatMessageRevisionEdgeResolvers<ContextType>;
  ChatSessionConnection?: ChatSessionConnectionResolvers<ContextType>;
  ChatSessionEdge?: ChatSessionEdgeResolvers<ContextType>;
  ChatSessionOrderField?: ChatSessionOrderFieldResolvers;
  ChatMessageConnection?: ChatMessageConnectionResolvers<ContextType>;
  ChatMessageEdge?: ChatMessageEdgeResolvers<ContextType>;
  ChatMessageOrderField?: ChatMessageOrderFieldResolvers;
  OpenChatSessionPayload?: OpenChatSessionPayloadResolvers<ContextType>;
  UpdateChatSessionPayload?: UpdateChatSessionPayloadResolvers<ContextType>;
  DeleteChatSessionPayload?: DeleteChatSessionPayloadResolvers<ContextType>;
  DeleteChatSessionsPayload?: DeleteChatSessionsPayloadResolvers<ContextType>;
  RestoreChatSessionPayload?: RestoreChatSessionPayloadResolvers<ContextType>;
  AppendMessagesPayload?: AppendMessagesPayloadResolvers<ContextType>;
  EditMessagePayload?: EditMessagePayloadResolvers<ContextType>;
  DeleteMessagePayload?: DeleteMessagePayloadResolvers<ContextType>;
  SearchKind?: SearchKindResolvers;
  SearchSubject?: SearchSubjectResolvers<ContextType>;
  SearchResult?: SearchResultResolvers<ContextType>;
  SearchConnection?: SearchConnectionResolvers<ContextType>;
  SearchEdge?: SearchEdgeResolvers<ContextType>;
  ImportLayout?: ImportLayoutResolvers;
  ImportConflictPolicy?: ImportConflictPolicyResolvers;
  ImportOrphanPolicy?: ImportOrphanPolicyResolvers;
  ImportEmailTakenPolicy?: ImportEmailTakenPolicyResolvers;
  ImportDamagePolicy?: ImportDamagePolicyResolvers;
  ImportLegacyDataPayload?: ImportLegacyDataPayloadResolvers<ContextType>;
  RetryRejectsPayload?: RetryRejectsPayloadResolvers<ContextType>;
  VerifyImportPayload?: VerifyImportPayloadResolvers<ContextType>;
  RevertImportPayload?: RevertImportPayloadResolvers<ContextType>;
  TakeOverRefusalsPayload?: TakeOverRefusalsPayloadResolvers<ContextType>;
  SwitchOverAnalysesPayload?: SwitchOverAnalysesPayloadResolvers<ContextType>;
  ExportLegacyDataPayload?: ExportLegacyDataPayloadResolvers<ContextType>;
  ExportedRejects?: ExportedRejectsResolvers<ContextType>;
  ImportOperation?: ImportOperationResolvers;
  CancelImportPayload?: CancelImportPayloadResolvers<ContextType>;
  ImportPhase?: ImportPhaseResolvers;
  ImportKind?: ImportKindResolvers;
  ImportErrorCode?: ImportErrorCodeResolvers;
  ImportWarningCode?: ImportWarningCodeResolvers;
  ImportRejectCode?: ImportRejectCodeResolvers;
  ImportJob?: ImportJobResolvers<ContextType>;
  ImportFile?: ImportFileResolvers<ContextType>;
  ImportFileConnection?: ImportFileConnectionResolvers<ContextType>;
  ImportFileEdge?: ImportFileEdgeResolvers<ContextType>;
  ImportCounts?: ImportCountsResolvers<ContextType>;
  ImportWarningCount?: ImportWarningCountResolvers<ContextType>;
  ImportDocumentCounts?: ImportDocumentCountsResolvers<ContextType>;
  ImportRenamedUser?: ImportRenamedUserResolvers<ContextType>;
  ImportSkippedPath?: ImportSkippedPathResolvers<ContextType>;
  ImportReject?: ImportRejectResolvers<ContextType>;
  ImportRejectCount?: ImportRejectCountResolvers<ContextType>;
  ImportRejectConnection?: ImportRejectConnectionResolvers<ContextType>;
  ImportRejectEdge?: ImportRejectEdgeResolvers<ContextType>;
  ImportJobConnection?: ImportJobConnectionResolvers<ContextType>;
  ImportJobEdge?: ImportJobEdgeResolvers<ContextType>;
  LegacyDocumentConnection?: LegacyDocumentConnectionResolvers<ContextType>;
  LegacyDocumentEdge?: LegacyDocumentEdgeResolvers<ContextType>;
  LegacyDocument?: LegacyDocumentResolvers<ContextType>;
};

