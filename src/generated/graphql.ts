import type { Upload } from '../import/source/upload.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { UserRow, UserPage } from '../users/user.store.ts';
import type { OnboardingRow } from '../onboarding/onboarding.store.ts';
import type { PreferencesRow } from '../users/preferences.store.ts';
import type { Registered, LoggedIn } from '../auth/account.resolvers.ts';
import type { ContractRow, ContractPage } from '../contracts/contract.store.ts';
import type { CompetitorRow } from '../contracts/competitor.store.ts';
import type { RpcConfigRow } from '../contracts/rpc-config.store.ts';
import type { AnalysisParamsRow } from '../contracts/analysis-params.store.ts';
import type { AnalysisRow, AnalysisPage, AnalysisLogEntry, StartedAnalysis } from '../analyses/analysis.store.ts';
import type { LeaseRow } from '../analyses/lease.store.ts';
import type { StatsRequest } from '../analyses/analysis-stats.store.ts';
import type { DashboardOwner } from '../dashboard/dashboard.resolvers.ts';
import type { ActivityRow } from '../dashboard/dashboard.store.ts';
import type { SessionRow, SessionPage } from '../chat/session.store.ts';
import type { MessageRow, MessagePage } from '../chat/message.store.ts';
import type { FoundRow, SearchPage } from '../search/search.store.ts';
import type { ImportJobRow, ImportJobPage } from '../import/job.store.ts';
import type { ImportFileRow, ImportFilePage } from '../import/file.store.ts';
import type { ImportRejectRow, ImportRejectPage } from '../import/reject.store.ts';
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
  /** A moment in UTC, RFC 3339 with milliseconds: 2026-03-01T09:30:00.000Z. */
  DateTime: { input: Date; output: Date; }
  /** A calendar day without a time or zone: 2026-03-01. */
  LocalDate: { input: string; output: string; }
  /** An e-mail address; letters are compared without regard to case. */
  EmailAddress: { input: string; output: string; }
  /**
   * Any JSON value. Numbers are exact in arguments and responses, including those beyond 2^53. A number in an argument may
   * have at most 1,000 characters when written without an exponent.
   */
  JSON: { input: unknown; output: unknown; }
  /** An integer, possibly beyond 2^53, as a JSON number. Strings are accepted in arguments. */
  BigInt: { input: bigint; output: string; }
  /** A whole number, zero or more. */
  NonNegativeInt: { input: number; output: number; }
  /** A file of a GraphQL multipart request. Only `importLegacyData` takes any. */
  Upload: { input: Upload; output: Upload; }
};

/** An object with an id that is unique among all objects. */
export type Node = {
  /** The object's UUID. */
  readonly id: Scalars['ID']['output'];
};

/** Where a page stands in its list. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** Whether there is more after `endCursor`. When paging backwards: whether the page was cut from something longer. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether there is more before `startCursor`. When paging forwards: whether `after` was given and exists. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** The first item's cursor; null when the page is empty. */
  readonly startCursor: Maybe<Scalars['String']['output']>;
  /** The last item's cursor; null when the page is empty. */
  readonly endCursor: Maybe<Scalars['String']['output']>;
};

/** Ascending or descending. */
export type OrderDirection =
  /** Smallest, earliest or first in the alphabet first. */
  | 'asc'
  /** Largest, latest or last in the alphabet first. */
  | 'desc';

/** A span of time; both ends may be open. */
export type DateTimeRange = {
  /** At or after this moment; null for no lower end. */
  readonly from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Before this moment; null for no upper end. */
  readonly to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What can be asked without changing anything. */
export type Query = {
  readonly __typename?: 'Query';
  /** The viewer; null when the request carries no credentials. */
  readonly me: Maybe<User>;
  /** Any object by its id, if the viewer may see it; otherwise NOT_FOUND. */
  readonly node: Maybe<Node>;
  /** Objects by their ids, in the order asked for; null where there is none that the viewer may see. At most 100. */
  readonly nodes: ReadonlyArray<Maybe<Node>>;
  /** One contract by its id. */
  readonly contract: Maybe<Contract>;
  /** The viewer's contracts. */
  readonly contracts: ContractConnection;
  /** One analysis by its id. */
  readonly analysis: Maybe<Analysis>;
  /** The viewer's analyses. */
  readonly analyses: AnalysisConnection;
  /** One chat session by its id. */
  readonly chatSession: Maybe<ChatSession>;
  /** The viewer's chat sessions. */
  readonly chatSessions: ChatSessionConnection;
  /** One user by id. Administrators only. */
  readonly user: Maybe<User>;
  /** All users. Administrators only. */
  readonly users: UserConnection;
  /** Counts of the viewer's analyses. */
  readonly analysisStats: AnalysisStats;
  /** The viewer's activity at a glance. */
  readonly dashboard: Dashboard;
  /** How far the viewer's start is. */
  readonly onboardingStatus: OnboardingStatus;
  /**
   * Searches the viewer's contracts, chat sessions and messages. Matches whole words and prefixes of the last word and, if the
   * database has pg_trgm, names and addresses of contracts tolerating typos. "Two words" in quotes must be adjacent, -word
   * excludes a word, and OR matches either side. Archived contracts and deleted sessions are excluded. For each kind, the
   * newest 1000 matches are ranked by the first 2000 characters of their text.
   */
  readonly search: SearchConnection;
  /** One import by its id. Administrators only. */
  readonly importJob: Maybe<ImportJob>;
  /**
   * The rejects of a job as NDJSON, in the order of their numbers: file, line, pointer, code, message and the record's
   * text, its secrets masked. The command line gives the exact bytes. Administrators only.
   */
  readonly exportRejects: ExportedRejects;
  /** All imports, and what was done with them, the newest first. Administrators only. */
  readonly importJobs: ImportJobConnection;
};


/** What can be asked without changing anything. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** What can be asked without changing anything. */
export type QueryNodesArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};


/** What can be asked without changing anything. */
export type QueryContractArgs = {
  id: Scalars['ID']['input'];
};


/** What can be asked without changing anything. */
export type QueryContractsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ContractFilter>;
  orderBy?: InputMaybe<ContractOrder>;
};


/** What can be asked without changing anything. */
export type QueryAnalysisArgs = {
  id: Scalars['ID']['input'];
};


/** What can be asked without changing anything. */
export type QueryAnalysesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AnalysisFilter>;
  orderBy?: InputMaybe<AnalysisOrder>;
};


/** What can be asked without changing anything. */
export type QueryChatSessionArgs = {
  id: Scalars['ID']['input'];
};


/** What can be asked without changing anything. */
export type QueryChatSessionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ChatSessionFilter>;
  orderBy?: InputMaybe<ChatSessionOrder>;
};


/** What can be asked without changing anything. */
export type QueryUserArgs = {
  id: Scalars['ID']['input'];
};


/** What can be asked without changing anything. */
export type QueryUsersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<UserFilter>;
  orderBy?: InputMaybe<UserOrder>;
};


/** What can be asked without changing anything. */
export type QueryAnalysisStatsArgs = {
  filter?: InputMaybe<AnalysisFilter>;
};


/** What can be asked without changing anything. */
export type QuerySearchArgs = {
  query: Scalars['String']['input'];
  kinds?: InputMaybe<ReadonlyArray<SearchKind>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What can be asked without changing anything. */
export type QueryImportJobArgs = {
  id: Scalars['ID']['input'];
};


/** What can be asked without changing anything. */
export type QueryExportRejectsArgs = {
  jobId: Scalars['ID']['input'];
  first?: Scalars['Int']['input'];
  after?: Scalars['Int']['input'];
};


/** What can be asked without changing anything. */
export type QueryImportJobsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** What changes something. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Creates an account. The API key is shown only in this response. One client may make at most 20 attempts per hour, including
   * those with an e-mail that is taken; beyond that, TOO_MANY_ATTEMPTS with `retryAfterSeconds`.
   */
  readonly register: RegisterPayload;
  /**
   * Exchanges e-mail and password for a token. After 10 wrong passwords for an account from one client within 15 minutes,
   * TOO_MANY_ATTEMPTS with `retryAfterSeconds`. Clients from which the account has not logged in before also share limits.
   */
  readonly login: LoginPayload;
  /** Changes the viewer's profile. */
  readonly updateProfile: UpdateProfilePayload;
  /** Changes the viewer's settings. */
  readonly updatePreferences: UpdatePreferencesPayload;
  /**
   * Changes the viewer's password, and revokes all other tokens and all password reset codes. The API key stays valid unless
   * `endApiKey` is true.
   */
  readonly changePassword: ChangePasswordPayload;
  /**
   * Replaces the viewer's API key. The new key is shown only in this response. Requires the password, unless the request is
   * authenticated by the API key itself. Tokens stay valid.
   */
  readonly rotateApiKey: RotateApiKeyPayload;
  /**
   * Closes the viewer's account for good. Its rows stay for the operator; its e-mail is free again. CONFLICT for the last
   * active administrator.
   */
  readonly deleteAccount: DeleteAccountPayload;
  /**
   * Sends a password reset code to the e-mail if it has an account. At most 5 per hour for an e-mail and 30 per hour from a
   * client; beyond that, TOO_MANY_ATTEMPTS with `retryAfterSeconds`.
   */
  readonly requestPasswordReset: RequestPasswordResetPayload;
  /**
   * Sets a new password with a code, and revokes all other credentials: tokens, password reset codes and the API key.
   * `rotateApiKey` creates a new key.
   */
  readonly resetPassword: ResetPasswordPayload;
  /** Sends a code to the viewer's e-mail. */
  readonly requestEmailVerification: RequestEmailVerificationPayload;
  /** Proves with a code that the viewer reads the e-mail. */
  readonly verifyEmail: VerifyEmailPayload;
  /**
   * Changes a user's role, tier or state; CONFLICT for the last active administrator, who can neither be demoted nor closed.
   * Administrators only.
   */
  readonly updateUser: UpdateUserPayload;
  /** Notes what the viewer tells when starting, and makes or updates the default contract. */
  readonly completeOnboarding: CompleteOnboardingPayload;
  /** Changes the viewer's onboarding: links, progress, flags. */
  readonly updateOnboarding: UpdateOnboardingPayload;
  /** Adds a contract. */
  readonly createContract: CreateContractPayload;
  /** Changes a contract and, as whole sets, its parts. */
  readonly updateContract: UpdateContractPayload;
  /** Makes a contract the default; the one before stops being it. CONFLICT for an archived contract. */
  readonly setDefaultContract: SetDefaultContractPayload;
  /** Archives a contract. */
  readonly archiveContract: ArchiveContractPayload;
  /** Brings an archived contract back. */
  readonly restoreContract: RestoreContractPayload;
  /** Archives contracts, all or none. */
  readonly archiveContracts: ArchiveContractsPayload;
  /** Deletes archived contracts for good, all or none; CONFLICT if one is not archived. */
  readonly deleteContracts: DeleteContractsPayload;
  /** Copies a contract with its competitors, endpoints and parameters. */
  readonly duplicateContract: DuplicateContractPayload;
  /** Adds a contract to compare with; CONFLICT when there are 100. */
  readonly addCompetitor: AddCompetitorPayload;
  /** Removes a contract to compare with. */
  readonly removeCompetitor: RemoveCompetitorPayload;
  /** Adds labels to a contract; those it has stay. CONFLICT when there would be more than 50. */
  readonly addContractTags: ContractTagsPayload;
  /** Removes labels from a contract. */
  readonly removeContractTags: ContractTagsPayload;
  /** Asks for an analysis and charges the month's allowance; QUOTA_EXCEEDED when it is used up. */
  readonly startAnalysis: StartAnalysisPayload;
  /** Stops an analysis that waits or runs. */
  readonly cancelAnalysis: CancelAnalysisPayload;
  /** Takes on the analysis that has waited longest. Workers only. */
  readonly claimAnalysis: ClaimAnalysisPayload;
  /** Makes a claim longer. Workers only. */
  readonly renewLease: RenewLeasePayload;
  /** Reports how far a claimed analysis is. Workers only. */
  readonly reportProgress: ReportProgressPayload;
  /** Adds to the log of a claimed analysis. Workers only. */
  readonly appendLogs: AppendLogsPayload;
  /** Ends a claimed analysis with its results. Workers only. */
  readonly completeAnalysis: CompleteAnalysisPayload;
  /** Ends a claimed analysis with an error. Workers only. */
  readonly failAnalysis: FailAnalysisPayload;
  /** Gives the active session about a contract, or makes one. */
  readonly openChatSession: OpenChatSessionPayload;
  /** Gives a session another title. */
  readonly renameChatSession: RenameChatSessionPayload;
  /** Deletes a session; its messages stay for the operator. */
  readonly deleteChatSession: DeleteChatSessionPayload;
  /** Deletes sessions, all or none. */
  readonly deleteChatSessions: DeleteChatSessionsPayload;
  /** Adds messages to a session and keeps its counters. */
  readonly appendMessages: AppendMessagesPayload;
  /**
   * Starts an import of the legacy application's JSON files and returns the job at once; `importJob` shows its
   * progress. Readers see all of the import or nothing of it. The same directory as that of an import that was
   * interrupted goes on with it; an import of uploaded files goes on by itself when a server starts. Administrators only.
   */
  readonly importLegacyData: ImportLegacyDataPayload;
  /** Asks a running job to stop. Nothing of it is published. Administrators only. */
  readonly cancelImport: CancelImportPayload;
  /**
   * Starts a job that tries the rejects of an import again, once their cause is gone: an owner that was missing is there.
   * Administrators only.
   */
  readonly retryRejects: RetryRejectsPayload;
  /**
   * Starts a job that rebuilds each legacy record of an import from the tables and compares it with the source's hash.
   * What differs is among the job's rejects. Administrators only.
   */
  readonly verifyImport: VerifyImportPayload;
  /**
   * Starts a job that takes an import back, all of it in one transaction: what it inserted is removed, what it updated is
   * restored. What was changed since stays, and is among the job's rejects. Administrators only.
   */
  readonly revertImport: RevertImportPayload;
  /**
   * Starts a job that writes the legacy application's files from the tables. API keys stand in them as digests. CONFLICT
   * when the directory is not empty. Administrators only.
   */
  readonly exportLegacyData: ExportLegacyDataPayload;
};


/** What changes something. */
export type MutationRegisterArgs = {
  input: RegisterInput;
};


/** What changes something. */
export type MutationLoginArgs = {
  input: LoginInput;
};


/** What changes something. */
export type MutationUpdateProfileArgs = {
  input: UpdateProfileInput;
};


/** What changes something. */
export type MutationUpdatePreferencesArgs = {
  input: UpdatePreferencesInput;
};


/** What changes something. */
export type MutationChangePasswordArgs = {
  input: ChangePasswordInput;
};


/** What changes something. */
export type MutationRotateApiKeyArgs = {
  input?: InputMaybe<RotateApiKeyInput>;
};


/** What changes something. */
export type MutationDeleteAccountArgs = {
  input: DeleteAccountInput;
};


/** What changes something. */
export type MutationRequestPasswordResetArgs = {
  input: RequestPasswordResetInput;
};


/** What changes something. */
export type MutationResetPasswordArgs = {
  input: ResetPasswordInput;
};


/** What changes something. */
export type MutationVerifyEmailArgs = {
  input: VerifyEmailInput;
};


/** What changes something. */
export type MutationUpdateUserArgs = {
  input: UpdateUserInput;
};


/** What changes something. */
export type MutationCompleteOnboardingArgs = {
  input: CompleteOnboardingInput;
};


/** What changes something. */
export type MutationUpdateOnboardingArgs = {
  input: UpdateOnboardingInput;
};


/** What changes something. */
export type MutationCreateContractArgs = {
  input: CreateContractInput;
};


/** What changes something. */
export type MutationUpdateContractArgs = {
  input: UpdateContractInput;
};


/** What changes something. */
export type MutationSetDefaultContractArgs = {
  id: Scalars['ID']['input'];
};


/** What changes something. */
export type MutationArchiveContractArgs = {
  id: Scalars['ID']['input'];
};


/** What changes something. */
export type MutationRestoreContractArgs = {
  id: Scalars['ID']['input'];
};


/** What changes something. */
export type MutationArchiveContractsArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};


/** What changes something. */
export type MutationDeleteContractsArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};


/** What changes something. */
export type MutationDuplicateContractArgs = {
  input: DuplicateContractInput;
};


/** What changes something. */
export type MutationAddCompetitorArgs = {
  input: AddCompetitorInput;
};


/** What changes something. */
export type MutationRemoveCompetitorArgs = {
  id: Scalars['ID']['input'];
};


/** What changes something. */
export type MutationAddContractTagsArgs = {
  input: ContractTagsInput;
};


/** What changes something. */
export type MutationRemoveContractTagsArgs = {
  input: ContractTagsInput;
};


/** What changes something. */
export type MutationStartAnalysisArgs = {
  input: StartAnalysisInput;
};


/** What changes something. */
export type MutationCancelAnalysisArgs = {
  id: Scalars['ID']['input'];
};


/** What changes something. */
export type MutationClaimAnalysisArgs = {
  input?: ClaimAnalysisInput;
};


/** What changes something. */
export type MutationRenewLeaseArgs = {
  input: RenewLeaseInput;
};


/** What changes something. */
export type MutationReportProgressArgs = {
  input: ReportProgressInput;
};


/** What changes something. */
export type MutationAppendLogsArgs = {
  input: AppendLogsInput;
};


/** What changes something. */
export type MutationCompleteAnalysisArgs = {
  input: CompleteAnalysisInput;
};


/** What changes something. */
export type MutationFailAnalysisArgs = {
  input: FailAnalysisInput;
};


/** What changes something. */
export type MutationOpenChatSessionArgs = {
  input: OpenChatSessionInput;
};


/** What changes something. */
export type MutationRenameChatSessionArgs = {
  input: RenameChatSessionInput;
};


/** What changes something. */
export type MutationDeleteChatSessionArgs = {
  id: Scalars['ID']['input'];
};


/** What changes something. */
export type MutationDeleteChatSessionsArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};


/** What changes something. */
export type MutationAppendMessagesArgs = {
  input: AppendMessagesInput;
};


/** What changes something. */
export type MutationImportLegacyDataArgs = {
  input: ImportLegacyDataInput;
};


/** What changes something. */
export type MutationCancelImportArgs = {
  id: Scalars['ID']['input'];
};


/** What changes something. */
export type MutationRetryRejectsArgs = {
  input: RetryRejectsInput;
};


/** What changes something. */
export type MutationVerifyImportArgs = {
  input: VerifyImportInput;
};


/** What changes something. */
export type MutationRevertImportArgs = {
  input: RevertImportInput;
};


/** What changes something. */
export type MutationExportLegacyDataArgs = {
  input: ExportLegacyDataInput;
};

/** What a user may do. */
export type UserRole =
  /** Sees and changes their own rows. */
  | 'user'
  /** Reads and advances analyses of all users. */
  | 'worker'
  /** Sees everything, and imports. */
  | 'admin';

/** What a user pays for. */
export type UserTier =
  /** Without charge. */
  | 'free'
  /** The smallest paid tier. */
  | 'starter'
  /** The middle tier. */
  | 'pro'
  /** The largest tier. */
  | 'enterprise';

/** An account. */
export type User = Node & {
  readonly __typename?: 'User';
  /** The user's UUID. */
  readonly id: Scalars['ID']['output'];
  /** In lower case; unique among users. */
  readonly email: Scalars['String']['output'];
  /** The name that screens show; may be empty. */
  readonly name: Scalars['String']['output'];
  /** What the user may do. */
  readonly role: UserRole;
  /** What the user pays for. */
  readonly tier: UserTier;
  /** False for a closed account, which can't log in. */
  readonly isActive: Scalars['Boolean']['output'];
  /** Whether the user has proven that the e-mail is theirs. */
  readonly emailVerified: Scalars['Boolean']['output'];
  /** Analyses started in all. */
  readonly analysisCount: Scalars['NonNegativeInt']['output'];
  /** Analyses started since `monthlyResetDate`. */
  readonly monthlyAnalysisCount: Scalars['NonNegativeInt']['output'];
  /** When the last analysis was started; null if none ever was. */
  readonly lastAnalysis: Maybe<Scalars['DateTime']['output']>;
  /** When the monthly counter was last set to zero. */
  readonly monthlyResetDate: Scalars['DateTime']['output'];
  /** When the user last logged in; null if never, or not known. */
  readonly lastLogin: Maybe<Scalars['DateTime']['output']>;
  /** When the account was opened. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When the account was last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** How much of the month's allowance is used. */
  readonly quota: Quota;
  /** How much the user had analysed, month by month. */
  readonly usage: Usage;
  /** What the user told us when starting; null if they have not started. */
  readonly onboarding: Maybe<UserOnboarding>;
  /** The user's settings; null if none were ever saved. */
  readonly preferences: Maybe<UserPreferences>;
  /** The user's contracts. */
  readonly contracts: ContractConnection;
  /** The user's analyses. */
  readonly analyses: AnalysisConnection;
  /** The user's chat sessions. */
  readonly chatSessions: ChatSessionConnection;
};


/** An account. */
export type UserUsageArgs = {
  months?: Scalars['Int']['input'];
};


/** An account. */
export type UserContractsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ContractFilter>;
  orderBy?: InputMaybe<ContractOrder>;
};


/** An account. */
export type UserAnalysesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AnalysisFilter>;
  orderBy?: InputMaybe<AnalysisOrder>;
};


/** An account. */
export type UserChatSessionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ChatSessionFilter>;
  orderBy?: InputMaybe<ChatSessionOrder>;
};

/** What a user told us when starting, and how far their default contract is indexed. */
export type UserOnboarding = {
  readonly __typename?: 'UserOnboarding';
  /** Whether all steps are done. */
  readonly completed: Scalars['Boolean']['output'];
  /** The project's web site; null if not told. */
  readonly website: Maybe<Scalars['String']['output']>;
  /** The project's X (Twitter) account; null if not told. */
  readonly twitter: Maybe<Scalars['String']['output']>;
  /** The project's Discord; null if not told. */
  readonly discord: Maybe<Scalars['String']['output']>;
  /** The project's Telegram; null if not told. */
  readonly telegram: Maybe<Scalars['String']['output']>;
  /** A URL, or an image as base64; null if none. */
  readonly logo: Maybe<Scalars['String']['output']>;
  /** The default contract's address; null if not told. */
  readonly contractAddress: Maybe<Scalars['String']['output']>;
  /** The default contract's chain; null if not told. */
  readonly contractChain: Maybe<Scalars['String']['output']>;
  /** The default contract's ABI as JSON text; null if not told. */
  readonly contractAbi: Maybe<Scalars['String']['output']>;
  /** The default contract's name; null if not told. */
  readonly contractName: Maybe<Scalars['String']['output']>;
  /** What the contract is for, in the user's words; null if not told. */
  readonly contractPurpose: Maybe<Scalars['String']['output']>;
  /** The contract's category; null if not told. */
  readonly contractCategory: Maybe<Scalars['String']['output']>;
  /** The day from which the contract is of interest; null if not told. */
  readonly contractStartDate: Maybe<Scalars['LocalDate']['output']>;
  /** Whether the default contract is indexed. */
  readonly isIndexed: Scalars['Boolean']['output'];
  /** Percent, 0 to 100. */
  readonly indexingProgress: Scalars['NonNegativeInt']['output'];
  /** The latest analysis of the default contract; null if none, or if it is gone. */
  readonly lastAnalysis: Maybe<Analysis>;
  /** When the indexing last reported; null if never. */
  readonly lastUpdate: Maybe<Scalars['DateTime']['output']>;
  /** What the indexing is at; null when it is at nothing. */
  readonly currentStep: Maybe<Scalars['String']['output']>;
  /** The block in which the contract was deployed; null if not known. */
  readonly deploymentBlock: Maybe<Scalars['BigInt']['output']>;
  /** Whether new blocks are indexed as they come. */
  readonly continuousSync: Scalars['Boolean']['output'];
  /** When continuous indexing began; null if never. */
  readonly continuousSyncStarted: Maybe<Scalars['DateTime']['output']>;
  /** When continuous indexing ended; null if never. */
  readonly continuousSyncStopped: Maybe<Scalars['DateTime']['output']>;
  /** Whether the last indexing met errors. */
  readonly hasErrors: Scalars['Boolean']['output'];
  /** Why the indexing ended; null if it has not. */
  readonly completionReason: Maybe<Scalars['String']['output']>;
  /** When onboarding began. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When anything here was last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
};

/** A user's settings. */
export type UserPreferences = {
  readonly __typename?: 'UserPreferences';
  /** Whether to send e-mail. */
  readonly emailNotifications: Scalars['Boolean']['output'];
  /** Whether to tell when an analysis ends. */
  readonly analysisNotifications: Scalars['Boolean']['output'];
  /** The chain that forms start with. */
  readonly defaultChain: Scalars['String']['output'];
  /** Any other settings of the user interface, an object. */
  readonly customSettings: Scalars['JSON']['output'];
  /** When settings were first saved. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When settings were last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
};

/** A page of users. */
export type UserConnection = {
  readonly __typename?: 'UserConnection';
  /** The page's items with their cursors. */
  readonly edges: ReadonlyArray<UserEdge>;
  /** Where the page stands in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all pages; counted only when asked for. */
  readonly totalCount: Scalars['NonNegativeInt']['output'];
};

/** A user in a page. */
export type UserEdge = {
  readonly __typename?: 'UserEdge';
  /** For `after` and `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The user. */
  readonly node: User;
};

/** Which users; all conditions must hold. */
export type UserFilter = {
  /** Part of the name or e-mail, case-insensitive; at most 200 characters. */
  readonly search?: InputMaybe<Scalars['String']['input']>;
  /** One of these roles. */
  readonly role?: InputMaybe<ReadonlyArray<UserRole>>;
  /** One of these tiers. */
  readonly tier?: InputMaybe<ReadonlyArray<UserTier>>;
  /** Active or closed accounts only; null for both. */
  readonly isActive?: InputMaybe<Scalars['Boolean']['input']>;
  /** When the account was opened. */
  readonly createdAt?: InputMaybe<DateTimeRange>;
};

/** The order of users. */
export type UserOrder = {
  /** By what. */
  readonly field: UserOrderField;
  /** Which end first. */
  readonly direction?: OrderDirection;
};

/** What users can be ordered by. */
export type UserOrderField =
  /** When the account was opened. */
  | 'created_at'
  /** The e-mail address. */
  | 'email';

/** A new account. */
export type RegisterInput = {
  /** Becomes the login; kept in lower case. */
  readonly email: Scalars['EmailAddress']['input'];
  /** 8 to 1024 characters. */
  readonly password: Scalars['String']['input'];
  /** 1 to 255 characters. */
  readonly name: Scalars['String']['input'];
};

/** A new account and its credentials. */
export type RegisterPayload = {
  readonly __typename?: 'RegisterPayload';
  /** The new account. */
  readonly user: User;
  /** For `Authorization: Bearer`; valid until `expiresAt`. */
  readonly token: Scalars['String']['output'];
  /** When the token ends. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** For `X-API-Key` or `Authorization: Bearer`; shown this once, never again. */
  readonly apiKey: Scalars['String']['output'];
};

/** E-mail and password. */
export type LoginInput = {
  /** The account's e-mail, in any case. */
  readonly email: Scalars['String']['input'];
  /** The account's password. */
  readonly password: Scalars['String']['input'];
};

/** A token and whose it is. */
export type LoginPayload = {
  readonly __typename?: 'LoginPayload';
  /** The account. */
  readonly user: User;
  /** For `Authorization: Bearer`; valid until `expiresAt`. */
  readonly token: Scalars['String']['output'];
  /** When the token ends. */
  readonly expiresAt: Scalars['DateTime']['output'];
};

/** How much of the month's allowance is used. Months begin in UTC. */
export type Quota = {
  readonly __typename?: 'Quota';
  /** Analyses a month; null for no limit. */
  readonly limit: Maybe<Scalars['NonNegativeInt']['output']>;
  /** Analyses started this month. */
  readonly used: Scalars['NonNegativeInt']['output'];
  /** Analyses left this month; null for no limit. */
  readonly remaining: Maybe<Scalars['NonNegativeInt']['output']>;
  /** When the next month begins and `used` is zero again. */
  readonly resetsAt: Scalars['DateTime']['output'];
};

/** How much a user had analysed, month by month. */
export type Usage = {
  readonly __typename?: 'Usage';
  /** Each month, the latest last; months without an analysis stand with zeros. */
  readonly months: ReadonlyArray<UsageMonth>;
  /** All these months by type; types without an analysis are left out. */
  readonly byType: ReadonlyArray<UsageOfType>;
  /** All these months by chain; the most used first. */
  readonly byChain: ReadonlyArray<UsageOfChain>;
};

/** A month of a user's analyses. */
export type UsageMonth = {
  readonly __typename?: 'UsageMonth';
  /** The month's first day, in UTC. */
  readonly month: Scalars['LocalDate']['output'];
  /** Analyses asked for. */
  readonly started: Scalars['NonNegativeInt']['output'];
  /** Of these, how many are completed. */
  readonly completed: Scalars['NonNegativeInt']['output'];
  /** Of these, how many failed. */
  readonly failed: Scalars['NonNegativeInt']['output'];
};

/** A type of analysis, with how often it was asked for. */
export type UsageOfType = {
  readonly __typename?: 'UsageOfType';
  /** The type. */
  readonly type: AnalysisType;
  /** How often. */
  readonly count: Scalars['NonNegativeInt']['output'];
};

/** A chain, with how often it was analysed. */
export type UsageOfChain = {
  readonly __typename?: 'UsageOfChain';
  /** The chain; null where none is known. */
  readonly chain: Maybe<Scalars['String']['output']>;
  /** How often. */
  readonly count: Scalars['NonNegativeInt']['output'];
};

/** A change of the viewer's profile; what is left out stays. */
export type UpdateProfileInput = {
  /** 1 to 255 characters. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Becomes the login. It counts as not verified until it is. */
  readonly email?: InputMaybe<Scalars['EmailAddress']['input']>;
  /** The account's password, needed to change the e-mail; not for an account that has none. */
  readonly currentPassword?: InputMaybe<Scalars['String']['input']>;
  /** Change only if `updatedAt` is still this; otherwise CONFLICT. */
  readonly ifUnmodifiedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The changed profile. */
export type UpdateProfilePayload = {
  readonly __typename?: 'UpdateProfilePayload';
  /** The user. */
  readonly user: User;
};

/** A change of the viewer's settings; what is left out stays. */
export type UpdatePreferencesInput = {
  /** Whether to send e-mail. */
  readonly emailNotifications?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether to tell when an analysis ends. */
  readonly analysisNotifications?: InputMaybe<Scalars['Boolean']['input']>;
  /** The chain that forms start with; at most 50 characters. */
  readonly defaultChain?: InputMaybe<Scalars['String']['input']>;
  /** An object: its members replace those of the same name, a null removes one, the others stay. */
  readonly customSettings?: InputMaybe<Scalars['JSON']['input']>;
  /** Change only if `updatedAt` is still this; otherwise CONFLICT. */
  readonly ifUnmodifiedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The changed settings. */
export type UpdatePreferencesPayload = {
  readonly __typename?: 'UpdatePreferencesPayload';
  /** The settings. */
  readonly preferences: UserPreferences;
};

/** The old password and the new one. */
export type ChangePasswordInput = {
  /** The password until now. */
  readonly currentPassword: Scalars['String']['input'];
  /** 8 to 1024 characters. */
  readonly newPassword: Scalars['String']['input'];
  /** Whether to revoke the API key too; `rotateApiKey` creates a new one. */
  readonly endApiKey?: Scalars['Boolean']['input'];
};

/** A token that replaces all others: they ended with the change. */
export type ChangePasswordPayload = {
  readonly __typename?: 'ChangePasswordPayload';
  /** The user. */
  readonly user: User;
  /** Whether the API key is still valid: true unless `endApiKey` was set. */
  readonly isApiKeyKept: Scalars['Boolean']['output'];
  /** For `Authorization: Bearer`; valid until `expiresAt`. */
  readonly token: Scalars['String']['output'];
  /** When the token ends. */
  readonly expiresAt: Scalars['DateTime']['output'];
};

/** Confirms that the API key is to be replaced. */
export type RotateApiKeyInput = {
  /** The account's password. May be omitted when the request is authenticated by the API key. */
  readonly password?: InputMaybe<Scalars['String']['input']>;
};

/** A new API key; the old one no longer works. */
export type RotateApiKeyPayload = {
  readonly __typename?: 'RotateApiKeyPayload';
  /** The user. */
  readonly user: User;
  /** Shown this once, never again. */
  readonly apiKey: Scalars['String']['output'];
};

/** The confirmation that an account is to be closed. */
export type DeleteAccountInput = {
  /** The account's password. */
  readonly password: Scalars['String']['input'];
};

/** The closed account. */
export type DeleteAccountPayload = {
  readonly __typename?: 'DeleteAccountPayload';
  /** The account's UUID. Its e-mail can be used for a new account. */
  readonly deletedUserId: Scalars['ID']['output'];
};

/** Whose password is forgotten. */
export type RequestPasswordResetInput = {
  /** The account's e-mail. */
  readonly email: Scalars['String']['input'];
};

/** The same for every e-mail: nobody learns which accounts exist. */
export type RequestPasswordResetPayload = {
  readonly __typename?: 'RequestPasswordResetPayload';
  /** If there is such an account, a code is on its way. */
  readonly isAccepted: Scalars['Boolean']['output'];
};

/** A new password for a forgotten one. */
export type ResetPasswordInput = {
  /** The account's e-mail. */
  readonly email: Scalars['String']['input'];
  /** The code from the e-mail; it can be used once, within one hour. */
  readonly code: Scalars['String']['input'];
  /** 8 to 1024 characters. */
  readonly newPassword: Scalars['String']['input'];
};

/** The account, logged in. All its other tokens and its API key were revoked. */
export type ResetPasswordPayload = {
  readonly __typename?: 'ResetPasswordPayload';
  /** The user. */
  readonly user: User;
  /** For `Authorization: Bearer`; valid until `expiresAt`. */
  readonly token: Scalars['String']['output'];
  /** When the token ends. */
  readonly expiresAt: Scalars['DateTime']['output'];
};

/** A code is on its way to the viewer's e-mail. */
export type RequestEmailVerificationPayload = {
  readonly __typename?: 'RequestEmailVerificationPayload';
  /** False when the e-mail is verified already. */
  readonly isAccepted: Scalars['Boolean']['output'];
};

/** The proof that the viewer reads the e-mail. */
export type VerifyEmailInput = {
  /** The code from the e-mail; it can be used once, within 24 hours. */
  readonly code: Scalars['String']['input'];
};

/** The user with the verified e-mail. */
export type VerifyEmailPayload = {
  readonly __typename?: 'VerifyEmailPayload';
  /** The user. */
  readonly user: User;
};

/** What an administrator changes of a user; what is left out stays. */
export type UpdateUserInput = {
  /** The user's UUID. */
  readonly id: Scalars['ID']['input'];
  /** What the user may do. */
  readonly role?: InputMaybe<UserRole>;
  /** What the user pays for. */
  readonly tier?: InputMaybe<UserTier>;
  /** False closes the account and revokes its tokens and codes; true reopens it with its password and API key. */
  readonly isActive?: InputMaybe<Scalars['Boolean']['input']>;
  /** Change only if `updatedAt` is still this; otherwise CONFLICT. */
  readonly ifUnmodifiedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The changed user. */
export type UpdateUserPayload = {
  readonly __typename?: 'UpdateUserPayload';
  /** The user. */
  readonly user: User;
};

/** What a user tells when starting. Links and logo that are left out stay, null clears them; the contract is told as a whole. */
export type CompleteOnboardingInput = {
  /** The project's web site, a URL; at most 500 characters. */
  readonly website?: InputMaybe<Scalars['String']['input']>;
  /** The project's X (Twitter) account; at most 255 characters. */
  readonly twitter?: InputMaybe<Scalars['String']['input']>;
  /** The project's Discord; at most 255 characters. */
  readonly discord?: InputMaybe<Scalars['String']['input']>;
  /** The project's Telegram; at most 255 characters. */
  readonly telegram?: InputMaybe<Scalars['String']['input']>;
  /** A URL, or an image as base64; at most 500,000 characters. */
  readonly logo?: InputMaybe<Scalars['String']['input']>;
  /** The address of the contract that screens open with, in the form of its chain. */
  readonly contractAddress: Scalars['String']['input'];
  /** That contract's chain. */
  readonly contractChain: Scalars['String']['input'];
  /** That contract's name, 1 to 255 characters. */
  readonly contractName: Scalars['String']['input'];
  /** That contract's ABI as JSON text; at most 500,000 characters. */
  readonly contractAbi?: InputMaybe<Scalars['String']['input']>;
  /** What the contract is for, in the user's words; at most 10,000 characters. */
  readonly contractPurpose?: InputMaybe<Scalars['String']['input']>;
  /** The contract's category; at most 100 characters. */
  readonly contractCategory?: InputMaybe<Scalars['String']['input']>;
  /** The day from which the contract is of interest. */
  readonly contractStartDate?: InputMaybe<Scalars['LocalDate']['input']>;
};

/** What was told, and the contract that came of it. */
export type CompleteOnboardingPayload = {
  readonly __typename?: 'CompleteOnboardingPayload';
  /** The onboarding, completed. */
  readonly onboarding: UserOnboarding;
  /** The default contract: made, or the one of that address brought up to date. */
  readonly contract: Contract;
  /** What is odd about the contract. */
  readonly warnings: ReadonlyArray<ContractWarning>;
};

/** A change of the onboarding; what is left out stays, null clears what may be empty. */
export type UpdateOnboardingInput = {
  /** The project's web site, a URL; at most 500 characters. */
  readonly website?: InputMaybe<Scalars['String']['input']>;
  /** The project's X (Twitter) account; at most 255 characters. */
  readonly twitter?: InputMaybe<Scalars['String']['input']>;
  /** The project's Discord; at most 255 characters. */
  readonly discord?: InputMaybe<Scalars['String']['input']>;
  /** The project's Telegram; at most 255 characters. */
  readonly telegram?: InputMaybe<Scalars['String']['input']>;
  /** A URL, or an image as base64; at most 500,000 characters. */
  readonly logo?: InputMaybe<Scalars['String']['input']>;
  /** Whether the default contract is indexed. */
  readonly isIndexed?: InputMaybe<Scalars['Boolean']['input']>;
  /** Percent, 0 to 100. */
  readonly indexingProgress?: InputMaybe<Scalars['Int']['input']>;
  /** The latest analysis of the default contract, one of the user's own. */
  readonly lastAnalysisId?: InputMaybe<Scalars['ID']['input']>;
  /** What the indexing is at; at most 255 characters. */
  readonly currentStep?: InputMaybe<Scalars['String']['input']>;
  /** The block in which the contract was deployed. */
  readonly deploymentBlock?: InputMaybe<Scalars['BigInt']['input']>;
  /** Whether new blocks are indexed as they come; the moment of the change is noted. */
  readonly continuousSync?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether the last indexing met errors. */
  readonly hasErrors?: InputMaybe<Scalars['Boolean']['input']>;
  /** Why the indexing ended; at most 255 characters. */
  readonly completionReason?: InputMaybe<Scalars['String']['input']>;
  /** Change only if `updatedAt` is still this; otherwise CONFLICT. */
  readonly ifUnmodifiedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The changed onboarding. */
export type UpdateOnboardingPayload = {
  readonly __typename?: 'UpdateOnboardingPayload';
  /** The onboarding. */
  readonly onboarding: UserOnboarding;
};

/** How far the viewer's start is. */
export type OnboardingStatus = {
  readonly __typename?: 'OnboardingStatus';
  /** Whether all steps are done. */
  readonly completed: Scalars['Boolean']['output'];
  /** The steps that are missing, in their order: SOCIAL_LINKS, LOGO, DEFAULT_CONTRACT, INDEXING. */
  readonly missingSteps: ReadonlyArray<OnboardingStep>;
  /** The default contract; null if there is none. */
  readonly defaultContract: Maybe<Contract>;
  /** What was told; null if nothing was. */
  readonly onboarding: Maybe<UserOnboarding>;
};

/** A step of the start. */
export type OnboardingStep =
  /** A web site or an account somewhere. */
  | 'social_links'
  /** A picture. */
  | 'logo'
  /** The contract that screens open with. */
  | 'default_contract'
  /** That contract is indexed. */
  | 'indexing';

/** A smart contract that a user follows, and how it is to be analysed. */
export type Contract = Node & {
  readonly __typename?: 'Contract';
  /** The contract's UUID. */
  readonly id: Scalars['ID']['output'];
  /** Who follows it; null for a worker, who sees no users. */
  readonly owner: Maybe<User>;
  /** The user's name for it; may be empty in imported data. */
  readonly name: Scalars['String']['output'];
  /** The user's words about it; null if none. */
  readonly description: Maybe<Scalars['String']['output']>;
  /** The contract's address, as it was entered; may be empty in imported data. */
  readonly targetAddress: Scalars['String']['output'];
  /** The chain: ethereum, lisk, starknet; may be empty in imported data. */
  readonly targetChain: Scalars['String']['output'];
  /** The contract's own name; null if not known. */
  readonly targetName: Maybe<Scalars['String']['output']>;
  /** The contract's ABI as JSON text; null if not known. */
  readonly targetAbi: Maybe<Scalars['String']['output']>;
  /** The user's labels. */
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  /** False when archived. */
  readonly isActive: Scalars['Boolean']['output'];
  /** Whether screens open with it; at most one active contract of a user. */
  readonly isDefault: Scalars['Boolean']['output'];
  /** When it was last analysed; null if never. */
  readonly lastAnalyzed: Maybe<Scalars['DateTime']['output']>;
  /** Analyses made of it. */
  readonly analysisCount: Scalars['NonNegativeInt']['output'];
  /** When it was added. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it was last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Contracts to compare with, the oldest first; at most 100. */
  readonly competitors: ReadonlyArray<ContractCompetitor>;
  /** RPC endpoints by chain. */
  readonly rpcConfigs: ReadonlyArray<ContractRpcConfig>;
  /** How to analyse it; null for the defaults. */
  readonly analysisParams: Maybe<ContractAnalysisParams>;
  /** Its analyses. */
  readonly analyses: AnalysisConnection;
};


/** A smart contract that a user follows, and how it is to be analysed. */
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
  /** The competitor's UUID. */
  readonly id: Scalars['ID']['output'];
  /** Its address. */
  readonly address: Scalars['String']['output'];
  /** Its chain. */
  readonly chain: Scalars['String']['output'];
  /** Its name; null if not known. */
  readonly name: Maybe<Scalars['String']['output']>;
  /** Its ABI as JSON text; null if not known. */
  readonly abi: Maybe<Scalars['String']['output']>;
  /** When it was added. */
  readonly createdAt: Scalars['DateTime']['output'];
};

/** The RPC endpoints for one chain. */
export type ContractRpcConfig = {
  readonly __typename?: 'ContractRpcConfig';
  /** The chain. */
  readonly chain: Scalars['String']['output'];
  /** The endpoints in full. They often hold access keys, so they are secrets: null for anyone but the contract's owner. */
  readonly rpcUrls: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The endpoints' host names alone, in the same order; an entry that is no URL stands as an empty text. */
  readonly rpcHosts: ReadonlyArray<Scalars['String']['output']>;
  /** When they were first entered. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When they were last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
};

/** How to analyse a contract. */
export type ContractAnalysisParams = {
  readonly __typename?: 'ContractAnalysisParams';
  /** Blocks to look back. */
  readonly blockRange: Scalars['Int']['output'];
  /** From how much on a holder counts as a whale, in the chain's main unit; a decimal number as text. */
  readonly whaleThreshold: Scalars['String']['output'];
  /** RPC requests at the same time. */
  readonly maxConcurrentRequests: Scalars['Int']['output'];
  /** Milliseconds after which the next endpoint is tried. */
  readonly failoverTimeout: Scalars['Int']['output'];
  /** Tries after the first. */
  readonly maxRetries: Scalars['Int']['output'];
  /** The kinds of report: json, csv, markdown. */
  readonly outputFormats: ReadonlyArray<Scalars['String']['output']>;
  /** Any other parameters, an object. */
  readonly customParams: Scalars['JSON']['output'];
  /** When they were first saved. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When they were last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
};

/** A page of contracts. */
export type ContractConnection = {
  readonly __typename?: 'ContractConnection';
  /** The page's items with their cursors. */
  readonly edges: ReadonlyArray<ContractEdge>;
  /** Where the page stands in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all pages; counted only when asked for. */
  readonly totalCount: Scalars['NonNegativeInt']['output'];
};

/** A contract in a page. */
export type ContractEdge = {
  readonly __typename?: 'ContractEdge';
  /** For `after` and `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The contract. */
  readonly node: Contract;
};

/** Which contracts; all conditions must hold. */
export type ContractFilter = {
  /** Part of the name, address or first 1000 characters of the description, case-insensitive; at most 200 characters. */
  readonly search?: InputMaybe<Scalars['String']['input']>;
  /** One of these chains. */
  readonly chain?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** All of these tags. */
  readonly tags?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** This address, without regard to case. */
  readonly address?: InputMaybe<Scalars['String']['input']>;
  /** False for archived ones, null for both. */
  readonly isActive?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only the default, or all but it; null for both. */
  readonly isDefault?: InputMaybe<Scalars['Boolean']['input']>;
  /** When it was added. */
  readonly createdAt?: InputMaybe<DateTimeRange>;
  /** When it was last changed. */
  readonly updatedAt?: InputMaybe<DateTimeRange>;
};

/** The order of contracts. */
export type ContractOrder = {
  /** By what. */
  readonly field: ContractOrderField;
  /** Which end first. */
  readonly direction?: OrderDirection;
};

/** What contracts can be ordered by. */
export type ContractOrderField =
  /** When it was added. */
  | 'created_at'
  /** When it was last changed. */
  | 'updated_at'
  /** The user's name for it. */
  | 'name';

/** What is odd about a contract that was accepted all the same. */
export type ContractWarning = {
  readonly __typename?: 'ContractWarning';
  /** A stable code: ADDRESS_CHECKSUM, UNKNOWN_CHAIN. */
  readonly code: Scalars['String']['output'];
  /** What is odd, and what to check. */
  readonly message: Scalars['String']['output'];
  /** The input field that it is about. */
  readonly field: Scalars['String']['output'];
};

/** A contract to compare with. */
export type CompetitorInput = {
  /** Its address, in the form of its chain. */
  readonly address: Scalars['String']['input'];
  /** Its chain; at most 50 characters. */
  readonly chain: Scalars['String']['input'];
  /** Its name; at most 255 characters. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Its ABI as JSON text; at most 500,000 characters. */
  readonly abi?: InputMaybe<Scalars['String']['input']>;
};

/** The RPC endpoints for one chain. */
export type RpcConfigInput = {
  /** The chain; at most 50 characters. */
  readonly chain: Scalars['String']['input'];
  /** 1 to 20 URLs: http, https, ws or wss. They are kept as secrets. */
  readonly rpcUrls: ReadonlyArray<Scalars['String']['input']>;
};

/** How to analyse a contract; what is left out stays, or is the default for a new contract. */
export type AnalysisParamsInput = {
  /** Blocks to look back, at least 1. */
  readonly blockRange?: InputMaybe<Scalars['Int']['input']>;
  /** From how much on a holder counts as a whale: a decimal number as text, at most 12 digits before and 8 behind the point. */
  readonly whaleThreshold?: InputMaybe<Scalars['String']['input']>;
  /** RPC requests at the same time, 1 to 1000. */
  readonly maxConcurrentRequests?: InputMaybe<Scalars['Int']['input']>;
  /** Milliseconds after which the next endpoint is tried, at least 1. */
  readonly failoverTimeout?: InputMaybe<Scalars['Int']['input']>;
  /** Tries after the first, 0 to 100. */
  readonly maxRetries?: InputMaybe<Scalars['Int']['input']>;
  /** The kinds of report, some of json, csv, markdown. */
  readonly outputFormats?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Any other parameters, an object of at most 65,536 characters of JSON; replaces the previous value. */
  readonly customParams?: InputMaybe<Scalars['JSON']['input']>;
};

/** A new contract. */
export type CreateContractInput = {
  /** The user's name for it, 1 to 255 characters. */
  readonly name: Scalars['String']['input'];
  /** The user's words about it; at most 10,000 characters. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** The contract's address, in the form of its chain. */
  readonly targetAddress: Scalars['String']['input'];
  /** The chain; at most 50 characters. */
  readonly targetChain: Scalars['String']['input'];
  /** The contract's own name; at most 255 characters. */
  readonly targetName?: InputMaybe<Scalars['String']['input']>;
  /** The contract's ABI as JSON text; at most 500,000 characters. */
  readonly targetAbi?: InputMaybe<Scalars['String']['input']>;
  /** The user's labels: at most 50, each 1 to 100 characters. */
  readonly tags?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Whether screens open with it; the default until now stops being it. */
  readonly isDefault?: Scalars['Boolean']['input'];
  /** Contracts to compare with, at most 100. */
  readonly competitors?: InputMaybe<ReadonlyArray<CompetitorInput>>;
  /** RPC endpoints, one entry a chain; at most 50 chains. */
  readonly rpcConfigs?: InputMaybe<ReadonlyArray<RpcConfigInput>>;
  /** How to analyse it. */
  readonly analysisParams?: InputMaybe<AnalysisParamsInput>;
  /** A text of the client's choice: a retry with the same one gives the same contract and makes no second. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The new contract. */
export type CreateContractPayload = {
  readonly __typename?: 'CreateContractPayload';
  /** The contract. */
  readonly contract: Contract;
  /** What is odd about it. */
  readonly warnings: ReadonlyArray<ContractWarning>;
};

/** A change of a contract; what is left out stays. Only what may be null in a contract can be set to null. */
export type UpdateContractInput = {
  /** The contract's UUID. */
  readonly id: Scalars['ID']['input'];
  /** The user's name for it, 1 to 255 characters. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** The user's words about it; null removes them. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** The contract's address, in the form of its chain. */
  readonly targetAddress?: InputMaybe<Scalars['String']['input']>;
  /** The chain; at most 50 characters. */
  readonly targetChain?: InputMaybe<Scalars['String']['input']>;
  /** The contract's own name; null removes it. */
  readonly targetName?: InputMaybe<Scalars['String']['input']>;
  /** The contract's ABI as JSON text; null removes it. */
  readonly targetAbi?: InputMaybe<Scalars['String']['input']>;
  /** All of the user's labels: at most 50, each 1 to 100 characters. */
  readonly tags?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** All contracts to compare with; those before are replaced. */
  readonly competitors?: InputMaybe<ReadonlyArray<CompetitorInput>>;
  /** All RPC endpoints; those before are replaced. */
  readonly rpcConfigs?: InputMaybe<ReadonlyArray<RpcConfigInput>>;
  /** How to analyse it; what is left out stays, null is for the defaults. */
  readonly analysisParams?: InputMaybe<AnalysisParamsInput>;
  /** Change only if `updatedAt` is still this; otherwise CONFLICT. */
  readonly ifUnmodifiedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The changed contract. */
export type UpdateContractPayload = {
  readonly __typename?: 'UpdateContractPayload';
  /** The contract. */
  readonly contract: Contract;
  /** What is odd about it. */
  readonly warnings: ReadonlyArray<ContractWarning>;
};

/** The new default. */
export type SetDefaultContractPayload = {
  readonly __typename?: 'SetDefaultContractPayload';
  /** The contract that screens open with now. */
  readonly contract: Contract;
  /** The default until now; null if there was none, or it was this one. */
  readonly previousDefault: Maybe<Contract>;
};

/** The archived contract. */
export type ArchiveContractPayload = {
  readonly __typename?: 'ArchiveContractPayload';
  /** The contract; it is no longer the default. */
  readonly contract: Contract;
};

/** The restored contract. */
export type RestoreContractPayload = {
  readonly __typename?: 'RestoreContractPayload';
  /** The contract. */
  readonly contract: Contract;
};

/** The archived contracts. */
export type ArchiveContractsPayload = {
  readonly __typename?: 'ArchiveContractsPayload';
  /** The contracts, in the order of the ids. */
  readonly contracts: ReadonlyArray<Contract>;
};

/** The contracts that are gone. */
export type DeleteContractsPayload = {
  readonly __typename?: 'DeleteContractsPayload';
  /** Their UUIDs. Their analyses stay, without a `config`. */
  readonly deletedContractIds: ReadonlyArray<Scalars['ID']['output']>;
};

/** Which contract to copy. */
export type DuplicateContractInput = {
  /** The contract's UUID. */
  readonly id: Scalars['ID']['input'];
  /** The copy's name; left out: the name with " (copy)". */
  readonly name?: InputMaybe<Scalars['String']['input']>;
};

/** The copy. */
export type DuplicateContractPayload = {
  readonly __typename?: 'DuplicateContractPayload';
  /** The new contract, with competitors, endpoints and parameters, without analyses; never the default. */
  readonly contract: Contract;
};

/** A contract to compare another with. */
export type AddCompetitorInput = {
  /** The UUID of the contract that it is added to. */
  readonly contractId: Scalars['ID']['input'];
  /** The competitor. */
  readonly competitor: CompetitorInput;
};

/** The added competitor. */
export type AddCompetitorPayload = {
  readonly __typename?: 'AddCompetitorPayload';
  /** The competitor. */
  readonly competitor: ContractCompetitor;
  /** The contract that it was added to. */
  readonly contract: Contract;
  /** What is odd about it. */
  readonly warnings: ReadonlyArray<ContractWarning>;
};

/** The removed competitor. */
export type RemoveCompetitorPayload = {
  readonly __typename?: 'RemoveCompetitorPayload';
  /** The competitor's UUID. */
  readonly removedCompetitorId: Scalars['ID']['output'];
  /** The contract that it was removed from. */
  readonly contract: Contract;
};

/** Labels of a contract. */
export type ContractTagsInput = {
  /** The contract's UUID. */
  readonly contractId: Scalars['ID']['input'];
  /** The labels, each 1 to 100 characters. */
  readonly tags: ReadonlyArray<Scalars['String']['input']>;
};

/** The contract with its labels. */
export type ContractTagsPayload = {
  readonly __typename?: 'ContractTagsPayload';
  /** The contract. */
  readonly contract: Contract;
};

/** What an analysis looks at. */
export type AnalysisType =
  /** One contract. */
  | 'single'
  /** An address, without a configuration. */
  | 'quick_scan'
  /** An address, when the user starts. */
  | 'quick_index'
  /** A contract and its competitors. */
  | 'competitive'
  /** Several contracts side by side. */
  | 'comparative';

/** Where an analysis stands. */
export type AnalysisStatus =
  /** Waiting for a worker. */
  | 'pending'
  /** A worker is at it. */
  | 'running'
  /** Done; `results` holds what was found. */
  | 'completed'
  /** Ended by an error; `errorMessage` says which. */
  | 'failed'
  /** Stopped by the user. */
  | 'cancelled';

/** One analysis of a contract: what was asked, how far it is, what was found. */
export type Analysis = Node & {
  readonly __typename?: 'Analysis';
  /** The analysis's UUID. */
  readonly id: Scalars['ID']['output'];
  /** Whose it is; null for a worker, who sees no users. */
  readonly owner: Maybe<User>;
  /** The contract that it was started from; null for a quick scan, or if the contract is gone. */
  readonly config: Maybe<Contract>;
  /** The address of a quick scan; null when there is a `config`. */
  readonly contractAddress: Maybe<Scalars['String']['output']>;
  /** The chain of a quick scan; null when there is a `config`. */
  readonly contractChain: Maybe<Scalars['String']['output']>;
  /** What it looks at. */
  readonly type: AnalysisType;
  /** Where it stands. */
  readonly status: AnalysisStatus;
  /** Percent, 0 to 100. */
  readonly progress: Scalars['NonNegativeInt']['output'];
  /** What the worker is at; null when it is at nothing. */
  readonly currentStep: Maybe<Scalars['String']['output']>;
  /** What was found; null until there is something. Loaded only when asked for. */
  readonly results: Maybe<Scalars['JSON']['output']>;
  /** What the worker noted about its run; null if nothing. */
  readonly metadata: Maybe<Scalars['JSON']['output']>;
  /** Why it failed; null if it did not. */
  readonly errorMessage: Maybe<Scalars['String']['output']>;
  /** Whether parts of it met errors. */
  readonly hasErrors: Scalars['Boolean']['output'];
  /** The latest log entries, the oldest of them first. */
  readonly logs: ReadonlyArray<AnalysisLog>;
  /** When it was completed; null if it was not, or if that was not recorded. */
  readonly completedAt: Maybe<Scalars['DateTime']['output']>;
  /** When it was asked for. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it was last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** When the worker last reported; null if never. */
  readonly lastUpdate: Maybe<Scalars['DateTime']['output']>;
};


/** One analysis of a contract: what was asked, how far it is, what was found. */
export type AnalysisResultsArgs = {
  path?: InputMaybe<Scalars['String']['input']>;
};


/** One analysis of a contract: what was asked, how far it is, what was found. */
export type AnalysisLogsArgs = {
  last?: Scalars['Int']['input'];
};

/** An entry in an analysis's log. */
export type AnalysisLog = {
  readonly __typename?: 'AnalysisLog';
  /** When; null if not recorded. */
  readonly timestamp: Maybe<Scalars['DateTime']['output']>;
  /** How grave: debug, info, warn, error; null if not recorded. */
  readonly level: Maybe<Scalars['String']['output']>;
  /** What happened. */
  readonly message: Scalars['String']['output'];
  /** Further facts; null if none. */
  readonly data: Maybe<Scalars['JSON']['output']>;
};

/** A page of analyses. */
export type AnalysisConnection = {
  readonly __typename?: 'AnalysisConnection';
  /** The page's items with their cursors. */
  readonly edges: ReadonlyArray<AnalysisEdge>;
  /** Where the page stands in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all pages; counted only when asked for. */
  readonly totalCount: Scalars['NonNegativeInt']['output'];
};

/** An analysis in a page. */
export type AnalysisEdge = {
  readonly __typename?: 'AnalysisEdge';
  /** For `after` and `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The analysis. */
  readonly node: Analysis;
};

/** Which analyses; all conditions must hold. */
export type AnalysisFilter = {
  /** One of these. */
  readonly status?: InputMaybe<ReadonlyArray<AnalysisStatus>>;
  /** One of these. */
  readonly type?: InputMaybe<ReadonlyArray<AnalysisType>>;
  /** Started from this contract, by its UUID. */
  readonly configId?: InputMaybe<Scalars['ID']['input']>;
  /** What stands in the results. */
  readonly results?: InputMaybe<AnalysisResultsFilter>;
  /** Of this address, its own or its contract's, without regard to case. */
  readonly address?: InputMaybe<Scalars['String']['input']>;
  /** On one of these chains, its own or its contract's. */
  readonly chain?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** When it was asked for. */
  readonly createdAt?: InputMaybe<DateTimeRange>;
  /** When it was completed. */
  readonly completedAt?: InputMaybe<DateTimeRange>;
};

/** The order of analyses. */
export type AnalysisOrder = {
  /** By what. */
  readonly field: AnalysisOrderField;
  /** Which end first. */
  readonly direction?: OrderDirection;
};

/** What analyses can be ordered by. */
export type AnalysisOrderField =
  /** When it was asked for. */
  | 'created_at'
  /** When it was last changed. */
  | 'updated_at';

/** A part of the results and what stands there. */
export type AnalysisResultsFilter = {
  /** A JSON pointer (RFC 6901) whose steps are keys of objects: "/target/category"; not the whole. */
  readonly path: Scalars['String']['input'];
  /** The value there: a text, a number, true, false or null; left out: null. */
  readonly equals?: InputMaybe<Scalars['JSON']['input']>;
};

/** What to analyse: a contract of the viewer's by its id, or any address. */
export type StartAnalysisInput = {
  /** The contract's UUID; left out for an address. */
  readonly contractId?: InputMaybe<Scalars['ID']['input']>;
  /** An address, in the form of its chain; left out for a contract. */
  readonly address?: InputMaybe<Scalars['String']['input']>;
  /** The address's chain; left out for a contract. */
  readonly chain?: InputMaybe<Scalars['String']['input']>;
  /** What to look at. SINGLE, COMPETITIVE and COMPARATIVE need a contract, QUICK_SCAN and QUICK_INDEX an address. */
  readonly type: AnalysisType;
  /** Additional data for the worker, an object of at most 65,536 characters of JSON. */
  readonly metadata?: InputMaybe<Scalars['JSON']['input']>;
  /** A text of the client's choice: a retry with the same one gives the same analysis, starts no second and charges nothing. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The analysis that waits for a worker, and what is left of the month. */
export type StartAnalysisPayload = {
  readonly __typename?: 'StartAnalysisPayload';
  /** The analysis. */
  readonly analysis: Analysis;
  /** The viewer's allowance after it. */
  readonly quota: Quota;
  /** What is odd about the address. */
  readonly warnings: ReadonlyArray<ContractWarning>;
};

/** The cancelled analysis. */
export type CancelAnalysisPayload = {
  readonly __typename?: 'CancelAnalysisPayload';
  /** The analysis. */
  readonly analysis: Analysis;
};

/** What a worker takes on. */
export type ClaimAnalysisInput = {
  /** Types that the worker can do; left out: all. */
  readonly types?: InputMaybe<ReadonlyArray<AnalysisType>>;
  /** Seconds until the claim ends unless renewed, 10 to 3600. */
  readonly leaseSeconds?: Scalars['Int']['input'];
};

/** The claimed analysis; null when none waits. */
export type ClaimAnalysisPayload = {
  readonly __typename?: 'ClaimAnalysisPayload';
  /** The claim; null when no analysis waits. */
  readonly lease: Maybe<AnalysisLease>;
};

/** A worker's claim on an analysis. Each report carries its token; after `expiresAt` another worker may claim it. */
export type AnalysisLease = {
  readonly __typename?: 'AnalysisLease';
  /** Proves the claim. */
  readonly token: Scalars['ID']['output'];
  /** When the claim ends unless renewed. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** How many workers have claimed this analysis, this one included. */
  readonly attempts: Scalars['NonNegativeInt']['output'];
  /** The analysis, now running. */
  readonly analysis: Analysis;
};

/** A longer claim. */
export type RenewLeaseInput = {
  /** The lease's token. */
  readonly leaseToken: Scalars['ID']['input'];
  /** Seconds from now, 10 to 3600. */
  readonly leaseSeconds?: Scalars['Int']['input'];
};

/** The renewed claim. */
export type RenewLeasePayload = {
  readonly __typename?: 'RenewLeasePayload';
  /** The claim. */
  readonly lease: AnalysisLease;
};

/** How far an analysis is. */
export type ReportProgressInput = {
  /** The lease's token. */
  readonly leaseToken: Scalars['ID']['input'];
  /** Percent, 0 to 100. */
  readonly progress: Scalars['Int']['input'];
  /** What the worker is at; at most 255 characters, null for nothing. */
  readonly currentStep?: InputMaybe<Scalars['String']['input']>;
};

/** The reported analysis. */
export type ReportProgressPayload = {
  readonly __typename?: 'ReportProgressPayload';
  /** The analysis. */
  readonly analysis: Analysis;
};

/** An entry for an analysis's log. */
export type AnalysisLogInput = {
  /** When; left out: now. */
  readonly timestamp?: InputMaybe<Scalars['DateTime']['input']>;
  /** How grave: debug, info, warn, error. */
  readonly level?: Scalars['String']['input'];
  /** What happened, 1 to 10,000 characters. */
  readonly message: Scalars['String']['input'];
  /** Further facts, at most 10,000 characters of JSON. */
  readonly data?: InputMaybe<Scalars['JSON']['input']>;
};

/** Entries for an analysis's log, which keeps the last 10,000. */
export type AppendLogsInput = {
  /** The lease's token. */
  readonly leaseToken: Scalars['ID']['input'];
  /** 1 to 100 entries, in their order. */
  readonly entries: ReadonlyArray<AnalysisLogInput>;
};

/** The analysis with the longer log. */
export type AppendLogsPayload = {
  readonly __typename?: 'AppendLogsPayload';
  /** The analysis. */
  readonly analysis: Analysis;
};

/** What was found. */
export type CompleteAnalysisInput = {
  /** The lease's token. */
  readonly leaseToken: Scalars['ID']['input'];
  /** The results, an object of at most 500,000 characters of JSON. */
  readonly results: Scalars['JSON']['input'];
  /** Additional data about the run, an object of at most 65,536 characters of JSON; if omitted, it is unchanged. */
  readonly metadata?: InputMaybe<Scalars['JSON']['input']>;
  /** Whether parts of it met errors. */
  readonly hasErrors?: Scalars['Boolean']['input'];
};

/** The completed analysis. */
export type CompleteAnalysisPayload = {
  readonly __typename?: 'CompleteAnalysisPayload';
  /** The analysis. */
  readonly analysis: Analysis;
};

/** Why an analysis failed. */
export type FailAnalysisInput = {
  /** The lease's token. */
  readonly leaseToken: Scalars['ID']['input'];
  /** Why, for the user; 1 to 10,000 characters. */
  readonly errorMessage: Scalars['String']['input'];
  /** Partial results, an object of at most 500,000 characters of JSON. */
  readonly results?: InputMaybe<Scalars['JSON']['input']>;
};

/** The failed analysis. */
export type FailAnalysisPayload = {
  readonly __typename?: 'FailAnalysisPayload';
  /** The analysis. */
  readonly analysis: Analysis;
};

/** A span of time in a chart. Spans begin in UTC; weeks on Monday. */
export type TimeBucket =
  /** A day. */
  | 'day'
  /** A week. */
  | 'week'
  /** A month. */
  | 'month';

/** What statistics are told apart by. */
export type AnalysisGroup =
  /** By type. */
  | 'type'
  /** By status. */
  | 'status'
  /** By chain, the analysis's own or its contract's. */
  | 'chain';

/** Counts of the viewer's analyses. */
export type AnalysisStats = {
  readonly __typename?: 'AnalysisStats';
  /** All that match. */
  readonly total: Scalars['NonNegativeInt']['output'];
  /** Those that were asked for since the month began, in UTC. */
  readonly thisMonth: Scalars['NonNegativeInt']['output'];
  /** Completed among completed and failed, 0 to 1; null when there is neither. */
  readonly successRate: Maybe<Scalars['Float']['output']>;
  /** Seconds from asking to completion, on average; null when none is completed. */
  readonly averageDurationSeconds: Maybe<Scalars['Float']['output']>;
  /** Counts by status; those without any are left out. */
  readonly byStatus: ReadonlyArray<AnalysisStatusCount>;
  /** Counts by a group and a span of time, the earliest first; at most 1000 rows, the latest of them. */
  readonly series: ReadonlyArray<AnalysisStatsRow>;
};


/** Counts of the viewer's analyses. */
export type AnalysisStatsSeriesArgs = {
  groupBy?: InputMaybe<AnalysisGroup>;
  bucket?: InputMaybe<TimeBucket>;
};

/** A status, with how many analyses have it. */
export type AnalysisStatusCount = {
  readonly __typename?: 'AnalysisStatusCount';
  /** The status. */
  readonly status: AnalysisStatus;
  /** How many. */
  readonly count: Scalars['NonNegativeInt']['output'];
};

/** A count of analyses. */
export type AnalysisStatsRow = {
  readonly __typename?: 'AnalysisStatsRow';
  /** The span's first day; null without a bucket. */
  readonly bucket: Maybe<Scalars['LocalDate']['output']>;
  /** The type or status in capital letters, or the chain; null without a group, or where none is known. */
  readonly group: Maybe<Scalars['String']['output']>;
  /** How many. */
  readonly count: Scalars['NonNegativeInt']['output'];
};

/** The landing page: the viewer's activity at a glance. */
export type Dashboard = {
  readonly __typename?: 'Dashboard';
  /** Active contracts. */
  readonly contractCount: Scalars['NonNegativeInt']['output'];
  /** Chat sessions that are not deleted. */
  readonly chatSessionCount: Scalars['NonNegativeInt']['output'];
  /** The viewer's analyses in numbers. */
  readonly analyses: AnalysisStats;
  /** The month's allowance. */
  readonly quota: Quota;
  /** The latest analyses, the newest first. */
  readonly recentAnalyses: ReadonlyArray<Analysis>;
  /** What happened lately, the newest first. */
  readonly activity: ReadonlyArray<Activity>;
};


/** The landing page: the viewer's activity at a glance. */
export type DashboardRecentAnalysesArgs = {
  first?: Scalars['Int']['input'];
};


/** The landing page: the viewer's activity at a glance. */
export type DashboardActivityArgs = {
  first?: Scalars['Int']['input'];
};

/** Something that happened. */
export type Activity = {
  readonly __typename?: 'Activity';
  /** When. */
  readonly at: Scalars['DateTime']['output'];
  /** What. */
  readonly kind: ActivityKind;
  /** The object that it happened to; null if it is gone. */
  readonly subject: Maybe<Node>;
};

/** What can happen. */
export type ActivityKind =
  /** A contract was added. */
  | 'contract_added'
  /** An analysis was asked for. */
  | 'analysis_started'
  /** An analysis was completed. */
  | 'analysis_completed'
  /** A message came. */
  | 'message_received';

/** A conversation about a contract. */
export type ChatSession = Node & {
  readonly __typename?: 'ChatSession';
  /** The session's UUID. */
  readonly id: Scalars['ID']['output'];
  /** Whose it is. */
  readonly owner: Maybe<User>;
  /** What the list shows. */
  readonly title: Scalars['String']['output'];
  /** The address of the contract talked about; null if none. */
  readonly contractAddress: Maybe<Scalars['String']['output']>;
  /** That contract's chain; null if none. */
  readonly contractChain: Maybe<Scalars['String']['output']>;
  /** That contract's name; null if none. */
  readonly contractName: Maybe<Scalars['String']['output']>;
  /** False when deleted. */
  readonly isActive: Scalars['Boolean']['output'];
  /** Messages in it. */
  readonly messageCount: Scalars['NonNegativeInt']['output'];
  /** What the application noted about it, an object. */
  readonly metadata: Scalars['JSON']['output'];
  /** When the last message came; null if none has. */
  readonly lastMessageAt: Maybe<Scalars['DateTime']['output']>;
  /** When the last message came or, without one, when the session was opened. */
  readonly lastActivityAt: Scalars['DateTime']['output'];
  /** When it was opened. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it was last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Its messages, the newest first unless `orderBy` says otherwise. */
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

/** Who speaks. */
export type ChatMessageRole =
  /** The person. */
  | 'user'
  /** The model. */
  | 'assistant'
  /** The application. */
  | 'system';

/** One message of a conversation. */
export type ChatMessage = Node & {
  readonly __typename?: 'ChatMessage';
  /** The message's UUID. */
  readonly id: Scalars['ID']['output'];
  /** The conversation that it belongs to. */
  readonly session: ChatSession;
  /** Who speaks. */
  readonly role: ChatMessageRole;
  /** The text, Markdown. */
  readonly content: Scalars['String']['output'];
  /** Charts, tables and cards beside the text, an array of {type, data, title, description}; null if none. */
  readonly components: Maybe<Scalars['JSON']['output']>;
  /** Tokens that the answer cost; null if not known. */
  readonly tokensUsed: Maybe<Scalars['Int']['output']>;
  /** The model that answered; null if not known. */
  readonly model: Maybe<Scalars['String']['output']>;
  /** How long the answer took, in milliseconds; null if not known. */
  readonly processingTime: Maybe<Scalars['Int']['output']>;
  /** What else was noted about the message, an object. */
  readonly metadata: Scalars['JSON']['output'];
  /** When it was said. */
  readonly createdAt: Scalars['DateTime']['output'];
};

/** A page of chat sessions. */
export type ChatSessionConnection = {
  readonly __typename?: 'ChatSessionConnection';
  /** The page's items with their cursors. */
  readonly edges: ReadonlyArray<ChatSessionEdge>;
  /** Where the page stands in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all pages; counted only when asked for. */
  readonly totalCount: Scalars['NonNegativeInt']['output'];
};

/** A chat session in a page. */
export type ChatSessionEdge = {
  readonly __typename?: 'ChatSessionEdge';
  /** For `after` and `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The session. */
  readonly node: ChatSession;
};

/** Which chat sessions; all conditions must hold. */
export type ChatSessionFilter = {
  /** Part of the title or the contract's name, case-insensitive; at most 200 characters. */
  readonly search?: InputMaybe<Scalars['String']['input']>;
  /** About this address, without regard to case. */
  readonly address?: InputMaybe<Scalars['String']['input']>;
  /** On one of these chains. */
  readonly chain?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** False for deleted ones, null for both. */
  readonly isActive?: InputMaybe<Scalars['Boolean']['input']>;
  /** When it was last active. */
  readonly lastActivityAt?: InputMaybe<DateTimeRange>;
};

/** The order of chat sessions. */
export type ChatSessionOrder = {
  /** By what. */
  readonly field: ChatSessionOrderField;
  /** Which end first. */
  readonly direction?: OrderDirection;
};

/** What chat sessions can be ordered by. */
export type ChatSessionOrderField =
  /** When the last message came or, without one, when the session was opened. */
  | 'last_activity_at'
  /** When it was opened. */
  | 'created_at';

/** A page of messages. */
export type ChatMessageConnection = {
  readonly __typename?: 'ChatMessageConnection';
  /** The page's items with their cursors. */
  readonly edges: ReadonlyArray<ChatMessageEdge>;
  /** Where the page stands in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all pages; counted only when asked for. */
  readonly totalCount: Scalars['NonNegativeInt']['output'];
};

/** A message in a page. */
export type ChatMessageEdge = {
  readonly __typename?: 'ChatMessageEdge';
  /** For `after` and `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The message. */
  readonly node: ChatMessage;
};

/** The order of messages. */
export type ChatMessageOrder = {
  /** By what. */
  readonly field: ChatMessageOrderField;
  /** DESC: the newest first; ASC: the oldest first. */
  readonly direction?: OrderDirection;
};

/** What messages can be ordered by. */
export type ChatMessageOrderField =
  /** When it was said. */
  | 'created_at';

/** The contract to talk about. */
export type OpenChatSessionInput = {
  /** Its address, compared without regard to case. */
  readonly contractAddress: Scalars['String']['input'];
  /** Its chain, compared without regard to case; at most 50 characters. */
  readonly contractChain: Scalars['String']['input'];
  /** Its name; at most 255 characters. */
  readonly contractName?: InputMaybe<Scalars['String']['input']>;
  /** What the list shows, for a new session; at most 500 characters. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
};

/** The session about the contract: the one that was there, or a new one. */
export type OpenChatSessionPayload = {
  readonly __typename?: 'OpenChatSessionPayload';
  /** The session. */
  readonly session: ChatSession;
  /** Whether it is new. */
  readonly isNew: Scalars['Boolean']['output'];
};

/** A new title for a session. */
export type RenameChatSessionInput = {
  /** The session's UUID. */
  readonly id: Scalars['ID']['input'];
  /** 1 to 500 characters. */
  readonly title: Scalars['String']['input'];
  /** Change only if `updatedAt` is still this; otherwise CONFLICT. */
  readonly ifUnmodifiedSince?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The renamed session. */
export type RenameChatSessionPayload = {
  readonly __typename?: 'RenameChatSessionPayload';
  /** The session. */
  readonly session: ChatSession;
};

/** The deleted session. */
export type DeleteChatSessionPayload = {
  readonly __typename?: 'DeleteChatSessionPayload';
  /** The session, no longer active. */
  readonly session: ChatSession;
};

/** The deleted sessions. */
export type DeleteChatSessionsPayload = {
  readonly __typename?: 'DeleteChatSessionsPayload';
  /** The sessions, in the order of the ids. */
  readonly sessions: ReadonlyArray<ChatSession>;
};

/** A message to add. */
export type ChatMessageInput = {
  /** Who speaks. */
  readonly role: ChatMessageRole;
  /** The text, Markdown; at most 200,000 characters. */
  readonly content: Scalars['String']['input'];
  /**
   * Charts, tables and cards shown with the text, an array of objects whose `type` is text, chart, metric_card, table, alert,
   * insight_card, recommendation, transaction_list, user_analysis or competitive_comparison. At most 200,000 characters
   * of JSON.
   */
  readonly components?: InputMaybe<Scalars['JSON']['input']>;
  /** Tokens that the answer cost. */
  readonly tokensUsed?: InputMaybe<Scalars['NonNegativeInt']['input']>;
  /** The model that answered; at most 100 characters. */
  readonly model?: InputMaybe<Scalars['String']['input']>;
  /** How long the answer took, in milliseconds. */
  readonly processingTime?: InputMaybe<Scalars['NonNegativeInt']['input']>;
  /** Additional data, an object of at most 65,536 characters of JSON. */
  readonly metadata?: InputMaybe<Scalars['JSON']['input']>;
};

/** Messages for a session. */
export type AppendMessagesInput = {
  /** The session's UUID. */
  readonly sessionId: Scalars['ID']['input'];
  /** 1 to 100 messages, in their order. */
  readonly messages: ReadonlyArray<ChatMessageInput>;
  /** A text of the client's choice: a retry with the same one gives the same messages and adds none. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The added messages. */
export type AppendMessagesPayload = {
  readonly __typename?: 'AppendMessagesPayload';
  /** The session with its counters. */
  readonly session: ChatSession;
  /** The messages, in their order. */
  readonly messages: ReadonlyArray<ChatMessage>;
};

/** Where to search. */
export type SearchKind =
  /** Names, descriptions and addresses of contracts. */
  | 'contract'
  /** Titles of chat sessions, and the names and addresses of their contracts. */
  | 'chat_session'
  /** Texts of messages. */
  | 'chat_message';

/** What a search can find. */
export type SearchSubject = Contract | ChatSession | ChatMessage;

/** Something found. */
export type SearchResult = {
  readonly __typename?: 'SearchResult';
  /** The contract, session or message. */
  readonly subject: SearchSubject;
  /** How well it fits; larger is better. Comparable within one search only. */
  readonly score: Scalars['Float']['output'];
  /** The part of the text that fits, as plain text; the words found stand between « and ». */
  readonly snippet: Scalars['String']['output'];
};

/** A page of what was found, the best first. */
export type SearchConnection = {
  readonly __typename?: 'SearchConnection';
  /** The page's items with their cursors. */
  readonly edges: ReadonlyArray<SearchEdge>;
  /** Where the page stands in the list. */
  readonly pageInfo: PageInfo;
};

/** Something found, in a page. */
export type SearchEdge = {
  readonly __typename?: 'SearchEdge';
  /** For `after`. */
  readonly cursor: Scalars['String']['output'];
  /** What was found. */
  readonly node: SearchResult;
};

/** How the legacy files are laid out. */
export type ImportLayout =
  /** Whatever is found, also both. */
  | 'auto'
  /** Global files alone: users.json, contracts.json and so on. */
  | 'era1'
  /** users.json and a folder for each user alone. */
  | 'era2';

/** What to do with a record whose row exists and differs. */
export type ImportConflictPolicy =
  /** The row stays. */
  | 'skip'
  /** The record replaces the row if it was changed later. */
  | 'update_if_newer';

/** What to do with a record whose owner is not among the users. */
export type ImportOrphanPolicy =
  /** Keep it among the rejects, to be tried again when the owner is there. */
  | 'quarantine'
  /** Make an inactive owner that can't log in. */
  | 'placeholder_owner';

/** What to do with a file that is damaged: cut off, followed by stray bytes, with a broken record. */
export type ImportDamagePolicy =
  /** Read what can be read; the damage is among the rejects, and a `.backup` completes it. */
  | 'salvage'
  /** The import fails at the first damage, and publishes nothing. */
  | 'fail';

/** A legacy file that comes with the request. */
export type ImportFileInput = {
  /** What it holds. */
  readonly kind: ImportKind;
  /** The user whose folder the file was in; without it a global file. */
  readonly ownerId?: InputMaybe<Scalars['ID']['input']>;
  /** The file, as the GraphQL multipart request has it; JSON, NDJSON, also compressed with gzip or zstd. */
  readonly file: Scalars['Upload']['input'];
};

/** What to import, and how. Exactly one of `directory` and `files`. */
export type ImportLegacyDataInput = {
  /** The legacy `data` directory, relative to the server's LEGACY_DATA_DIR; nothing outside of it is read. */
  readonly directory?: InputMaybe<Scalars['String']['input']>;
  /** Files that come with the request, in any order; at most 1000. */
  readonly files?: InputMaybe<ReadonlyArray<ImportFileInput>>;
  /** How the files are laid out. */
  readonly layout?: ImportLayout;
  /** Read, check and report, but publish nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
  /** What to do with a record whose row exists and differs. */
  readonly onConflict?: ImportConflictPolicy;
  /** Whether `.backup` files fill in what the live files lack. */
  readonly includeBackups?: Scalars['Boolean']['input'];
  /** What to do with a record whose owner is not among the users. */
  readonly orphans?: ImportOrphanPolicy;
  /** What to do with a damaged file. */
  readonly onDamage?: ImportDamagePolicy;
  /** Whether each record is read back and compared with its source before anything is published. */
  readonly verify?: Scalars['Boolean']['input'];
};

/** The import that was started. */
export type ImportLegacyDataPayload = {
  readonly __typename?: 'ImportLegacyDataPayload';
  /** The job, just begun. */
  readonly job: ImportJob;
};

/** Which rejects to try again. */
export type RetryRejectsInput = {
  /** The UUID of the job that rejected them. */
  readonly jobId: Scalars['ID']['input'];
  /** Only these kinds; all when left out. */
  readonly kind?: InputMaybe<ReadonlyArray<ImportKind>>;
  /** Only these codes; all when left out. */
  readonly code?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** What to do with a record whose owner is still not among the users. */
  readonly orphans?: ImportOrphanPolicy;
};

/** The retry that was started. */
export type RetryRejectsPayload = {
  readonly __typename?: 'RetryRejectsPayload';
  /** The job, just begun. */
  readonly job: ImportJob;
};

/** What to verify. */
export type VerifyImportInput = {
  /** The import's UUID. */
  readonly jobId: Scalars['ID']['input'];
};

/** The verification that was started. */
export type VerifyImportPayload = {
  readonly __typename?: 'VerifyImportPayload';
  /** The job, just begun. */
  readonly job: ImportJob;
};

/** What to revert. */
export type RevertImportInput = {
  /** The import's UUID. */
  readonly jobId: Scalars['ID']['input'];
  /** Tell what would be removed and restored, but change nothing. */
  readonly dryRun?: Scalars['Boolean']['input'];
};

/** The reversion that was started. */
export type RevertImportPayload = {
  readonly __typename?: 'RevertImportPayload';
  /** The job, just begun. */
  readonly job: ImportJob;
};

/** Where to write the legacy files, and how. */
export type ExportLegacyDataInput = {
  /** A directory that does not exist or is empty, relative to the server's LEGACY_EXPORT_DIR; nothing is written elsewhere. */
  readonly directory: Scalars['String']['input'];
  /** ERA1 or ERA2; AUTO is ERA2. */
  readonly layout?: ImportLayout;
};

/** The export that was started. */
export type ExportLegacyDataPayload = {
  readonly __typename?: 'ExportLegacyDataPayload';
  /** The job, just begun. */
  readonly job: ImportJob;
};

/** Rejects as text. */
export type ExportedRejects = {
  readonly __typename?: 'ExportedRejects';
  /** One JSON object a line. */
  readonly ndjson: Scalars['String']['output'];
  /** How many lines. */
  readonly count: Scalars['NonNegativeInt']['output'];
  /** The number to go on after; null when these are the last. */
  readonly next: Maybe<Scalars['NonNegativeInt']['output']>;
};

/** What a job does. */
export type ImportOperation =
  /** Imports legacy files. */
  | 'import'
  /** Tries the rejects of another job again. */
  | 'retry'
  /** Compares what another job imported with its source. */
  | 'verify'
  /** Takes another job back. */
  | 'revert'
  /** Writes legacy files. */
  | 'export';

/** The import that was asked to stop. */
export type CancelImportPayload = {
  readonly __typename?: 'CancelImportPayload';
  /** The job; its phase becomes CANCELLED when it has stopped. */
  readonly job: ImportJob;
};

/** Where an import stands. */
export type ImportPhase =
  /** About to begin. */
  | 'queued'
  /** Files are read and their records staged; what is staged goes into the tables meanwhile, in one transaction. */
  | 'reading'
  /** All is read; the rest goes into the tables, in the same transaction, and is read back and compared. */
  | 'publishing'
  /** Rows are compared with the records that they came from. */
  | 'verifying'
  /** Published and verified; of a dry run: all was read; of any other job: done. */
  | 'completed'
  /** Ended by an error; nothing was published. */
  | 'failed'
  /** Stopped on request; nothing was published. */
  | 'cancelled';

/** The five kinds of legacy record. */
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

/** An import, or what is done with one: what was asked, how far it is, what came of it. */
export type ImportJob = Node & {
  readonly __typename?: 'ImportJob';
  /** The job's UUID. */
  readonly id: Scalars['ID']['output'];
  /** What it does. */
  readonly operation: ImportOperation;
  /** The job that is retried, verified or reverted; else null. */
  readonly about: Maybe<ImportJob>;
  /** Where it stands. */
  readonly phase: ImportPhase;
  /** The directory that is imported, or written; null for uploaded files. */
  readonly directory: Maybe<Scalars['String']['output']>;
  /** How the files are laid out. */
  readonly layout: ImportLayout;
  /** Whether nothing is to be published. */
  readonly dryRun: Scalars['Boolean']['output'];
  /** What happens to a record whose row exists and differs. */
  readonly onConflict: ImportConflictPolicy;
  /** Whether `.backup` files are read. */
  readonly includeBackups: Scalars['Boolean']['output'];
  /** What happens to a record whose owner is not among the users. */
  readonly orphans: ImportOrphanPolicy;
  /** What happens to a damaged file. */
  readonly onDamage: ImportDamagePolicy;
  /** Whether each record is read back and compared before anything is published. */
  readonly verify: Scalars['Boolean']['output'];
  /** Who started it; null from the command line, or if the account is gone. */
  readonly startedBy: Maybe<User>;
  /** What became of the records, for each kind in turn. */
  readonly counts: ReadonlyArray<ImportCounts>;
  /** Why values were changed, with how often; the most frequent first within a kind. */
  readonly warnings: ReadonlyArray<ImportWarningCount>;
  /** Files that were found and not read, each with the reason. */
  readonly skippedPaths: ReadonlyArray<ImportSkippedPath>;
  /** Bytes read so far. */
  readonly bytesRead: Scalars['BigInt']['output'];
  /** Bytes to read in all; 0 until the files are found. */
  readonly bytesTotal: Scalars['BigInt']['output'];
  /** Bytes read per second of reading, on average; null before there is anything to divide, and after an interruption. */
  readonly bytesPerSecond: Maybe<Scalars['Float']['output']>;
  /** Records handled per second from the start to the end, on average; null when it can't be told, as after an interruption. */
  readonly recordsPerSecond: Maybe<Scalars['Float']['output']>;
  /** The share of the work that is done, from 0 to 1; null when it can't be told. */
  readonly progress: Maybe<Scalars['Float']['output']>;
  /** Seconds that it will still take, as far as can be told; null when it can't, or when it has ended. */
  readonly remainingSeconds: Maybe<Scalars['NonNegativeInt']['output']>;
  /** The proof of a completed import, file for file, in the order of reading. */
  readonly files: ImportFileConnection;
  /** Records that could not become rows, in the order in which they were met. */
  readonly rejects: ImportRejectConnection;
  /** How many of the rejects there are of each kind and code; the most frequent first. */
  readonly rejectsByCode: ReadonlyArray<ImportRejectCount>;
  /** Why it failed, a stable code; null if it did not. */
  readonly errorCode: Maybe<Scalars['String']['output']>;
  /** Why it failed and what to do; null if it did not. */
  readonly errorMessage: Maybe<Scalars['String']['output']>;
  /** When it was asked for. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** When it began to read; null if it has not. */
  readonly startedAt: Maybe<Scalars['DateTime']['output']>;
  /** When it last went on after an interruption; null if it never did. */
  readonly resumedAt: Maybe<Scalars['DateTime']['output']>;
  /** When it ended; null if it has not. */
  readonly finishedAt: Maybe<Scalars['DateTime']['output']>;
  /** When it was reverted; null if it was not. */
  readonly revertedAt: Maybe<Scalars['DateTime']['output']>;
};


/** An import, or what is done with one: what was asked, how far it is, what came of it. */
export type ImportJobFilesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** An import, or what is done with one: what was asked, how far it is, what came of it. */
export type ImportJobRejectsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ImportRejectFilter>;
};

/** A file of a completed import: what stood in it, and the proof that it stands in the tables. */
export type ImportFile = {
  readonly __typename?: 'ImportFile';
  /** Its place in the order of reading, from 1. */
  readonly number: Scalars['NonNegativeInt']['output'];
  /** The kind of record. */
  readonly kind: ImportKind;
  /** Relative to the imported directory; the name of an uploaded file. */
  readonly path: Scalars['String']['output'];
  /** Whether it is a backup, which only fills in what is missing. */
  readonly isBackup: Scalars['Boolean']['output'];
  /** Its size. */
  readonly bytes: Scalars['BigInt']['output'];
  /** The SHA-256 of the file, in hexadecimal; null if it was not read to its end. */
  readonly bytesSha256: Maybe<Scalars['String']['output']>;
  /** Records in it, without those that were rejected. */
  readonly records: Scalars['BigInt']['output'];
  /** Records and damaged stretches that could not become rows. */
  readonly rejected: Scalars['BigInt']['output'];
  /** Records that were written, read back and found equal. */
  readonly verified: Scalars['BigInt']['output'];
  /** Records that were read back and found different: 0, or nothing would have been published. */
  readonly differing: Scalars['BigInt']['output'];
  /** The sum of the SHA-256 of the written records' canonical JSON, modulo 2^256, in hexadecimal; null when not verified. */
  readonly sourceDigest: Maybe<Scalars['String']['output']>;
  /** The same of what the tables gave back; null when not verified. */
  readonly publishedDigest: Maybe<Scalars['String']['output']>;
};

/** A page of files. */
export type ImportFileConnection = {
  readonly __typename?: 'ImportFileConnection';
  /** The page's items with their cursors. */
  readonly edges: ReadonlyArray<ImportFileEdge>;
  /** Where the page stands in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all pages; counted only when asked for. */
  readonly totalCount: Scalars['NonNegativeInt']['output'];
};

/** A file in a page. */
export type ImportFileEdge = {
  readonly __typename?: 'ImportFileEdge';
  /** For `after` and `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The file. */
  readonly node: ImportFile;
};

/** What became of the records of one kind: read = inserted + updated + unchanged + skipped + rejected. */
export type ImportCounts = {
  readonly __typename?: 'ImportCounts';
  /** The kind of record. */
  readonly kind: ImportKind;
  /** Records met in the files, broken ones too. */
  readonly read: Scalars['NonNegativeInt']['output'];
  /** Became new rows. */
  readonly inserted: Scalars['NonNegativeInt']['output'];
  /** Replaced the row that was there. */
  readonly updated: Scalars['NonNegativeInt']['output'];
  /** Were imported before just so; nothing was written. */
  readonly unchanged: Scalars['NonNegativeInt']['output'];
  /**
   * Left alone: a copy of a record that stands elsewhere in the files, the row stays as `onConflict` asks, or the row was
   * deleted through the API since it was imported.
   */
  readonly skipped: Scalars['NonNegativeInt']['output'];
  /** Could not become rows, differ from their source, or of a reversion stay as they are; kept among the rejects. */
  readonly rejected: Scalars['NonNegativeInt']['output'];
  /** Values that their column could not hold exactly; the originals are kept. */
  readonly warnings: Scalars['NonNegativeInt']['output'];
  /** Records whose rows were compared with the source and found equal. */
  readonly verified: Scalars['NonNegativeInt']['output'];
  /** Of a reversion: records whose rows were removed. */
  readonly removed: Scalars['NonNegativeInt']['output'];
  /** Of a reversion: records whose rows are again as they were before the import. */
  readonly restored: Scalars['NonNegativeInt']['output'];
  /** Of an export: records that were written. */
  readonly exported: Scalars['NonNegativeInt']['output'];
};

/** A reason for changed values, with how often. */
export type ImportWarningCount = {
  readonly __typename?: 'ImportWarningCount';
  /** The kind of record. */
  readonly kind: ImportKind;
  /** The reason, a stable code. */
  readonly code: Scalars['String']['output'];
  /** The reason in a sentence. */
  readonly message: Scalars['String']['output'];
  /** How often. */
  readonly count: Scalars['NonNegativeInt']['output'];
};

/** A file that was found and not read. */
export type ImportSkippedPath = {
  readonly __typename?: 'ImportSkippedPath';
  /** Relative to the imported directory. */
  readonly path: Scalars['String']['output'];
  /** Why it was not read. */
  readonly reason: Scalars['String']['output'];
};

/** A record that could not become a row; of a verification one that differs, of a reversion one that stays. */
export type ImportReject = {
  readonly __typename?: 'ImportReject';
  /** Its place among the job's rejects, from 1. */
  readonly number: Scalars['NonNegativeInt']['output'];
  /** The kind of record. */
  readonly kind: ImportKind;
  /** The file, relative to the imported directory. */
  readonly file: Scalars['String']['output'];
  /** The line in that file on which the record begins, from 1. */
  readonly line: Scalars['BigInt']['output'];
  /** The JSON pointer to the record, or to the place within it that is wrong. */
  readonly pointer: Scalars['String']['output'];
  /** Why, a stable code. */
  readonly code: Scalars['String']['output'];
  /** Why, and what would mend it. */
  readonly message: Scalars['String']['output'];
  /**
   * The record's text with the values of secrets masked, cut after 10,000 characters; bytes that are no UTF-8 stand as
   * U+FFFD. The database keeps the exact bytes.
   */
  readonly rawText: Scalars['String']['output'];
  /** The record's size in bytes. */
  readonly rawBytes: Scalars['BigInt']['output'];
  /** The retry that imported it after all; null if none did. */
  readonly importedBy: Maybe<ImportJob>;
};

/** How often records of a kind were rejected for a reason. */
export type ImportRejectCount = {
  readonly __typename?: 'ImportRejectCount';
  /** The kind of record. */
  readonly kind: ImportKind;
  /** The reason, a stable code. */
  readonly code: Scalars['String']['output'];
  /** How often. */
  readonly count: Scalars['NonNegativeInt']['output'];
};

/** A page of rejects. */
export type ImportRejectConnection = {
  readonly __typename?: 'ImportRejectConnection';
  /** The page's items with their cursors. */
  readonly edges: ReadonlyArray<ImportRejectEdge>;
  /** Where the page stands in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all pages; counted only when asked for. */
  readonly totalCount: Scalars['NonNegativeInt']['output'];
};

/** A reject in a page. */
export type ImportRejectEdge = {
  readonly __typename?: 'ImportRejectEdge';
  /** For `after` and `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The reject. */
  readonly node: ImportReject;
};

/** Which rejects; all conditions must hold. */
export type ImportRejectFilter = {
  /** One of these kinds. */
  readonly kind?: InputMaybe<ReadonlyArray<ImportKind>>;
  /** One of these codes. */
  readonly code?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** A page of imports. */
export type ImportJobConnection = {
  readonly __typename?: 'ImportJobConnection';
  /** The page's items with their cursors. */
  readonly edges: ReadonlyArray<ImportJobEdge>;
  /** Where the page stands in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all pages; counted only when asked for. */
  readonly totalCount: Scalars['NonNegativeInt']['output'];
};

/** An import in a page. */
export type ImportJobEdge = {
  readonly __typename?: 'ImportJobEdge';
  /** For `after` and `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The import. */
  readonly node: ImportJob;
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
  CompleteOnboardingPayload: ResolverTypeWrapper<Omit<CompleteOnboardingPayload, 'onboarding' | 'contract'> & { onboarding: ResolversTypes['UserOnboarding'], contract: ResolversTypes['Contract'] }>;
  UpdateOnboardingInput: UpdateOnboardingInput;
  UpdateOnboardingPayload: ResolverTypeWrapper<Omit<UpdateOnboardingPayload, 'onboarding'> & { onboarding: ResolversTypes['UserOnboarding'] }>;
  OnboardingStatus: ResolverTypeWrapper<Omit<OnboardingStatus, 'missingSteps' | 'defaultContract' | 'onboarding'> & { missingSteps: ReadonlyArray<ResolversTypes['OnboardingStep']>, defaultContract?: Maybe<ResolversTypes['Contract']>, onboarding?: Maybe<ResolversTypes['UserOnboarding']> }>;
  OnboardingStep: ResolverTypeWrapper<OnboardingStep>;
  Contract: ResolverTypeWrapper<ContractRow>;
  ContractCompetitor: ResolverTypeWrapper<CompetitorRow>;
  ContractRpcConfig: ResolverTypeWrapper<RpcConfigRow>;
  ContractAnalysisParams: ResolverTypeWrapper<AnalysisParamsRow>;
  ContractConnection: ResolverTypeWrapper<ContractPage>;
  ContractEdge: ResolverTypeWrapper<Omit<ContractEdge, 'node'> & { node: ResolversTypes['Contract'] }>;
  ContractFilter: ContractFilter;
  ContractOrder: ContractOrder;
  ContractOrderField: ResolverTypeWrapper<ContractOrderField>;
  ContractWarning: ResolverTypeWrapper<ContractWarning>;
  CompetitorInput: CompetitorInput;
  RpcConfigInput: RpcConfigInput;
  AnalysisParamsInput: AnalysisParamsInput;
  CreateContractInput: CreateContractInput;
  CreateContractPayload: ResolverTypeWrapper<Omit<CreateContractPayload, 'contract'> & { contract: ResolversTypes['Contract'] }>;
  UpdateContractInput: UpdateContractInput;
  UpdateContractPayload: ResolverTypeWrapper<Omit<UpdateContractPayload, 'contract'> & { contract: ResolversTypes['Contract'] }>;
  SetDefaultContractPayload: ResolverTypeWrapper<Omit<SetDefaultContractPayload, 'contract' | 'previousDefault'> & { contract: ResolversTypes['Contract'], previousDefault?: Maybe<ResolversTypes['Contract']> }>;
  ArchiveContractPayload: ResolverTypeWrapper<Omit<ArchiveContractPayload, 'contract'> & { contract: ResolversTypes['Contract'] }>;
  RestoreContractPayload: ResolverTypeWrapper<Omit<RestoreContractPayload, 'contract'> & { contract: ResolversTypes['Contract'] }>;
  ArchiveContractsPayload: ResolverTypeWrapper<Omit<ArchiveContractsPayload, 'contracts'> & { contracts: ReadonlyArray<ResolversTypes['Contract']> }>;
  DeleteContractsPayload: ResolverTypeWrapper<DeleteContractsPayload>;
  DuplicateContractInput: DuplicateContractInput;
  DuplicateContractPayload: ResolverTypeWrapper<Omit<DuplicateContractPayload, 'contract'> & { contract: ResolversTypes['Contract'] }>;
  AddCompetitorInput: AddCompetitorInput;
  AddCompetitorPayload: ResolverTypeWrapper<Omit<AddCompetitorPayload, 'competitor' | 'contract'> & { competitor: ResolversTypes['ContractCompetitor'], contract: ResolversTypes['Contract'] }>;
  RemoveCompetitorPayload: ResolverTypeWrapper<Omit<RemoveCompetitorPayload, 'contract'> & { contract: ResolversTypes['Contract'] }>;
  ContractTagsInput: ContractTagsInput;
  ContractTagsPayload: ResolverTypeWrapper<Omit<ContractTagsPayload, 'contract'> & { contract: ResolversTypes['Contract'] }>;
  AnalysisType: ResolverTypeWrapper<AnalysisType>;
  AnalysisStatus: ResolverTypeWrapper<AnalysisStatus>;
  Analysis: ResolverTypeWrapper<AnalysisRow>;
  AnalysisLog: ResolverTypeWrapper<AnalysisLogEntry>;
  AnalysisConnection: ResolverTypeWrapper<AnalysisPage>;
  AnalysisEdge: ResolverTypeWrapper<Omit<AnalysisEdge, 'node'> & { node: ResolversTypes['Analysis'] }>;
  AnalysisFilter: AnalysisFilter;
  AnalysisOrder: AnalysisOrder;
  AnalysisOrderField: ResolverTypeWrapper<AnalysisOrderField>;
  AnalysisResultsFilter: AnalysisResultsFilter;
  StartAnalysisInput: StartAnalysisInput;
  StartAnalysisPayload: ResolverTypeWrapper<StartedAnalysis>;
  CancelAnalysisPayload: ResolverTypeWrapper<Omit<CancelAnalysisPayload, 'analysis'> & { analysis: ResolversTypes['Analysis'] }>;
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
  ChatSession: ResolverTypeWrapper<SessionRow>;
  ChatMessageRole: ResolverTypeWrapper<ChatMessageRole>;
  ChatMessage: ResolverTypeWrapper<MessageRow>;
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
  RenameChatSessionInput: RenameChatSessionInput;
  RenameChatSessionPayload: ResolverTypeWrapper<Omit<RenameChatSessionPayload, 'session'> & { session: ResolversTypes['ChatSession'] }>;
  DeleteChatSessionPayload: ResolverTypeWrapper<Omit<DeleteChatSessionPayload, 'session'> & { session: ResolversTypes['ChatSession'] }>;
  DeleteChatSessionsPayload: ResolverTypeWrapper<Omit<DeleteChatSessionsPayload, 'sessions'> & { sessions: ReadonlyArray<ResolversTypes['ChatSession']> }>;
  ChatMessageInput: ChatMessageInput;
  AppendMessagesInput: AppendMessagesInput;
  AppendMessagesPayload: ResolverTypeWrapper<Omit<AppendMessagesPayload, 'session' | 'messages'> & { session: ResolversTypes['ChatSession'], messages: ReadonlyArray<ResolversTypes['ChatMessage']> }>;
  SearchKind: ResolverTypeWrapper<SearchKind>;
  SearchSubject: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SearchSubject']>;
  SearchResult: ResolverTypeWrapper<FoundRow>;
  SearchConnection: ResolverTypeWrapper<SearchPage>;
  SearchEdge: ResolverTypeWrapper<Omit<SearchEdge, 'node'> & { node: ResolversTypes['SearchResult'] }>;
  ImportLayout: ResolverTypeWrapper<ImportLayout>;
  ImportConflictPolicy: ResolverTypeWrapper<ImportConflictPolicy>;
  ImportOrphanPolicy: ResolverTypeWrapper<ImportOrphanPolicy>;
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
  ExportLegacyDataInput: ExportLegacyDataInput;
  ExportLegacyDataPayload: ResolverTypeWrapper<Omit<ExportLegacyDataPayload, 'job'> & { job: ResolversTypes['ImportJob'] }>;
  ExportedRejects: ResolverTypeWrapper<ExportedRejects>;
  ImportOperation: ResolverTypeWrapper<ImportOperation>;
  CancelImportPayload: ResolverTypeWrapper<Omit<CancelImportPayload, 'job'> & { job: ResolversTypes['ImportJob'] }>;
  ImportPhase: ResolverTypeWrapper<ImportPhase>;
  ImportKind: ResolverTypeWrapper<ImportKind>;
  ImportJob: ResolverTypeWrapper<ImportJobRow>;
  ImportFile: ResolverTypeWrapper<ImportFileRow>;
  ImportFileConnection: ResolverTypeWrapper<ImportFilePage>;
  ImportFileEdge: ResolverTypeWrapper<Omit<ImportFileEdge, 'node'> & { node: ResolversTypes['ImportFile'] }>;
  ImportCounts: ResolverTypeWrapper<Omit<ImportCounts, 'kind'> & { kind: ResolversTypes['ImportKind'] }>;
  ImportWarningCount: ResolverTypeWrapper<Omit<ImportWarningCount, 'kind'> & { kind: ResolversTypes['ImportKind'] }>;
  ImportSkippedPath: ResolverTypeWrapper<ImportSkippedPath>;
  ImportReject: ResolverTypeWrapper<ImportRejectRow>;
  ImportRejectCount: ResolverTypeWrapper<Omit<ImportRejectCount, 'kind'> & { kind: ResolversTypes['ImportKind'] }>;
  ImportRejectConnection: ResolverTypeWrapper<ImportRejectPage>;
  ImportRejectEdge: ResolverTypeWrapper<Omit<ImportRejectEdge, 'node'> & { node: ResolversTypes['ImportReject'] }>;
  ImportRejectFilter: ImportRejectFilter;
  ImportJobConnection: ResolverTypeWrapper<ImportJobPage>;
  ImportJobEdge: ResolverTypeWrapper<Omit<ImportJobEdge, 'node'> & { node: ResolversTypes['ImportJob'] }>;
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
  CompleteOnboardingPayload: Omit<CompleteOnboardingPayload, 'onboarding' | 'contract'> & { onboarding: ResolversParentTypes['UserOnboarding'], contract: ResolversParentTypes['Contract'] };
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
  ContractWarning: ContractWarning;
  CompetitorInput: CompetitorInput;
  RpcConfigInput: RpcConfigInput;
  AnalysisParamsInput: AnalysisParamsInput;
  CreateContractInput: CreateContractInput;
  CreateContractPayload: Omit<CreateContractPayload, 'contract'> & { contract: ResolversParentTypes['Contract'] };
  UpdateContractInput: UpdateContractInput;
  UpdateContractPayload: Omit<UpdateContractPayload, 'contract'> & { contract: ResolversParentTypes['Contract'] };
  SetDefaultContractPayload: Omit<SetDefaultContractPayload, 'contract' | 'previousDefault'> & { contract: ResolversParentTypes['Contract'], previousDefault?: Maybe<ResolversParentTypes['Contract']> };
  ArchiveContractPayload: Omit<ArchiveContractPayload, 'contract'> & { contract: ResolversParentTypes['Contract'] };
  RestoreContractPayload: Omit<RestoreContractPayload, 'contract'> & { contract: ResolversParentTypes['Contract'] };
  ArchiveContractsPayload: Omit<ArchiveContractsPayload, 'contracts'> & { contracts: ReadonlyArray<ResolversParentTypes['Contract']> };
  DeleteContractsPayload: DeleteContractsPayload;
  DuplicateContractInput: DuplicateContractInput;
  DuplicateContractPayload: Omit<DuplicateContractPayload, 'contract'> & { contract: ResolversParentTypes['Contract'] };
  AddCompetitorInput: AddCompetitorInput;
  AddCompetitorPayload: Omit<AddCompetitorPayload, 'competitor' | 'contract'> & { competitor: ResolversParentTypes['ContractCompetitor'], contract: ResolversParentTypes['Contract'] };
  RemoveCompetitorPayload: Omit<RemoveCompetitorPayload, 'contract'> & { contract: ResolversParentTypes['Contract'] };
  ContractTagsInput: ContractTagsInput;
  ContractTagsPayload: Omit<ContractTagsPayload, 'contract'> & { contract: ResolversParentTypes['Contract'] };
  Analysis: AnalysisRow;
  AnalysisLog: AnalysisLogEntry;
  AnalysisConnection: AnalysisPage;
  AnalysisEdge: Omit<AnalysisEdge, 'node'> & { node: ResolversParentTypes['Analysis'] };
  AnalysisFilter: AnalysisFilter;
  AnalysisOrder: AnalysisOrder;
  AnalysisResultsFilter: AnalysisResultsFilter;
  StartAnalysisInput: StartAnalysisInput;
  StartAnalysisPayload: StartedAnalysis;
  CancelAnalysisPayload: Omit<CancelAnalysisPayload, 'analysis'> & { analysis: ResolversParentTypes['Analysis'] };
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
  ChatSession: SessionRow;
  ChatMessage: MessageRow;
  ChatSessionConnection: SessionPage;
  ChatSessionEdge: Omit<ChatSessionEdge, 'node'> & { node: ResolversParentTypes['ChatSession'] };
  ChatSessionFilter: ChatSessionFilter;
  ChatSessionOrder: ChatSessionOrder;
  ChatMessageConnection: MessagePage;
  ChatMessageEdge: Omit<ChatMessageEdge, 'node'> & { node: ResolversParentTypes['ChatMessage'] };
  ChatMessageOrder: ChatMessageOrder;
  OpenChatSessionInput: OpenChatSessionInput;
  OpenChatSessionPayload: Omit<OpenChatSessionPayload, 'session'> & { session: ResolversParentTypes['ChatSession'] };
  RenameChatSessionInput: RenameChatSessionInput;
  RenameChatSessionPayload: Omit<RenameChatSessionPayload, 'session'> & { session: ResolversParentTypes['ChatSession'] };
  DeleteChatSessionPayload: Omit<DeleteChatSessionPayload, 'session'> & { session: ResolversParentTypes['ChatSession'] };
  DeleteChatSessionsPayload: Omit<DeleteChatSessionsPayload, 'sessions'> & { sessions: ReadonlyArray<ResolversParentTypes['ChatSession']> };
  ChatMessageInput: ChatMessageInput;
  AppendMessagesInput: AppendMessagesInput;
  AppendMessagesPayload: Omit<AppendMessagesPayload, 'session' | 'messages'> & { session: ResolversParentTypes['ChatSession'], messages: ReadonlyArray<ResolversParentTypes['ChatMessage']> };
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
  ExportLegacyDataInput: ExportLegacyDataInput;
  ExportLegacyDataPayload: Omit<ExportLegacyDataPayload, 'job'> & { job: ResolversParentTypes['ImportJob'] };
  ExportedRejects: ExportedRejects;
  CancelImportPayload: Omit<CancelImportPayload, 'job'> & { job: ResolversParentTypes['ImportJob'] };
  ImportJob: ImportJobRow;
  ImportFile: ImportFileRow;
  ImportFileConnection: ImportFilePage;
  ImportFileEdge: Omit<ImportFileEdge, 'node'> & { node: ResolversParentTypes['ImportFile'] };
  ImportCounts: ImportCounts;
  ImportWarningCount: ImportWarningCount;
  ImportSkippedPath: ImportSkippedPath;
  ImportReject: ImportRejectRow;
  ImportRejectCount: ImportRejectCount;
  ImportRejectConnection: ImportRejectPage;
  ImportRejectEdge: Omit<ImportRejectEdge, 'node'> & { node: ResolversParentTypes['ImportReject'] };
  ImportRejectFilter: ImportRejectFilter;
  ImportJobConnection: ImportJobPage;
  ImportJobEdge: Omit<ImportJobEdge, 'node'> & { node: ResolversParentTypes['ImportJob'] };
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
  analysis?: Resolver<Maybe<ResolversTypes['Analysis']>, ParentType, ContextType, RequireFields<QueryAnalysisArgs, 'id'>>;
  analyses?: Resolver<ResolversTypes['AnalysisConnection'], ParentType, ContextType, RequireFields<QueryAnalysesArgs, 'filter' | 'orderBy'>>;
  chatSession?: Resolver<Maybe<ResolversTypes['ChatSession']>, ParentType, ContextType, RequireFields<QueryChatSessionArgs, 'id'>>;
  chatSessions?: Resolver<ResolversTypes['ChatSessionConnection'], ParentType, ContextType, RequireFields<QueryChatSessionsArgs, 'filter' | 'orderBy'>>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType, RequireFields<QueryUserArgs, 'id'>>;
  users?: Resolver<ResolversTypes['UserConnection'], ParentType, ContextType, RequireFields<QueryUsersArgs, 'filter' | 'orderBy'>>;
  analysisStats?: Resolver<ResolversTypes['AnalysisStats'], ParentType, ContextType, RequireFields<QueryAnalysisStatsArgs, 'filter'>>;
  dashboard?: Resolver<ResolversTypes['Dashboard'], ParentType, ContextType>;
  onboardingStatus?: Resolver<ResolversTypes['OnboardingStatus'], ParentType, ContextType>;
  search?: Resolver<ResolversTypes['SearchConnection'], ParentType, ContextType, RequireFields<QuerySearchArgs, 'query'>>;
  importJob?: Resolver<Maybe<ResolversTypes['ImportJob']>, ParentType, ContextType, RequireFields<QueryImportJobArgs, 'id'>>;
  exportRejects?: Resolver<ResolversTypes['ExportedRejects'], ParentType, ContextType, RequireFields<QueryExportRejectsArgs, 'jobId' | 'first' | 'after'>>;
  importJobs?: Resolver<ResolversTypes['ImportJobConnection'], ParentType, ContextType, Partial<QueryImportJobsArgs>>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  register?: Resolver<ResolversTypes['RegisterPayload'], ParentType, ContextType, RequireFields<MutationRegisterArgs, 'input'>>;
  login?: Resolver<ResolversTypes['LoginPayload'], ParentType, ContextType, RequireFields<MutationLoginArgs, 'input'>>;
  updateProfile?: Resolver<ResolversTypes['UpdateProfilePayload'], ParentType, ContextType, RequireFields<MutationUpdateProfileArgs, 'input'>>;
  updatePreferences?: Resolver<ResolversTypes['UpdatePreferencesPayload'], ParentType, ContextType, RequireFields<MutationUpdatePreferencesArgs, 'input'>>;
  changePassword?: Resolver<ResolversTypes['ChangePasswordPayload'], ParentType, ContextType, RequireFields<MutationChangePasswordArgs, 'input'>>;
  rotateApiKey?: Resolver<ResolversTypes['RotateApiKeyPayload'], ParentType, ContextType, Partial<MutationRotateApiKeyArgs>>;
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
  setDefaultContract?: Resolver<ResolversTypes['SetDefaultContractPayload'], ParentType, ContextType, RequireFields<MutationSetDefaultContractArgs, 'id'>>;
  archiveContract?: Resolver<ResolversTypes['ArchiveContractPayload'], ParentType, ContextType, RequireFields<MutationArchiveContractArgs, 'id'>>;
  restoreContract?: Resolver<ResolversTypes['RestoreContractPayload'], ParentType, ContextType, RequireFields<MutationRestoreContractArgs, 'id'>>;
  archiveContracts?: Resolver<ResolversTypes['ArchiveContractsPayload'], ParentType, ContextType, RequireFields<MutationArchiveContractsArgs, 'ids'>>;
  deleteContracts?: Resolver<ResolversTypes['DeleteContractsPayload'], ParentType, ContextType, RequireFields<MutationDeleteContractsArgs, 'ids'>>;
  duplicateContract?: Resolver<ResolversTypes['DuplicateContractPayload'], ParentType, ContextType, RequireFields<MutationDuplicateContractArgs, 'input'>>;
  addCompetitor?: Resolver<ResolversTypes['AddCompetitorPayload'], ParentType, ContextType, RequireFields<MutationAddCompetitorArgs, 'input'>>;
  removeCompetitor?: Resolver<ResolversTypes['RemoveCompetitorPayload'], ParentType, ContextType, RequireFields<MutationRemoveCompetitorArgs, 'id'>>;
  addContractTags?: Resolver<ResolversTypes['ContractTagsPayload'], ParentType, ContextType, RequireFields<MutationAddContractTagsArgs, 'input'>>;
  removeContractTags?: Resolver<ResolversTypes['ContractTagsPayload'], ParentType, ContextType, RequireFields<MutationRemoveContractTagsArgs, 'input'>>;
  startAnalysis?: Resolver<ResolversTypes['StartAnalysisPayload'], ParentType, ContextType, RequireFields<MutationStartAnalysisArgs, 'input'>>;
  cancelAnalysis?: Resolver<ResolversTypes['CancelAnalysisPayload'], ParentType, ContextType, RequireFields<MutationCancelAnalysisArgs, 'id'>>;
  claimAnalysis?: Resolver<ResolversTypes['ClaimAnalysisPayload'], ParentType, ContextType, RequireFields<MutationClaimAnalysisArgs, 'input'>>;
  renewLease?: Resolver<ResolversTypes['RenewLeasePayload'], ParentType, ContextType, RequireFields<MutationRenewLeaseArgs, 'input'>>;
  reportProgress?: Resolver<ResolversTypes['ReportProgressPayload'], ParentType, ContextType, RequireFields<MutationReportProgressArgs, 'input'>>;
  appendLogs?: Resolver<ResolversTypes['AppendLogsPayload'], ParentType, ContextType, RequireFields<MutationAppendLogsArgs, 'input'>>;
  completeAnalysis?: Resolver<ResolversTypes['CompleteAnalysisPayload'], ParentType, ContextType, RequireFields<MutationCompleteAnalysisArgs, 'input'>>;
  failAnalysis?: Resolver<ResolversTypes['FailAnalysisPayload'], ParentType, ContextType, RequireFields<MutationFailAnalysisArgs, 'input'>>;
  openChatSession?: Resolver<ResolversTypes['OpenChatSessionPayload'], ParentType, ContextType, RequireFields<MutationOpenChatSessionArgs, 'input'>>;
  renameChatSession?: Resolver<ResolversTypes['RenameChatSessionPayload'], ParentType, ContextType, RequireFields<MutationRenameChatSessionArgs, 'input'>>;
  deleteChatSession?: Resolver<ResolversTypes['DeleteChatSessionPayload'], ParentType, ContextType, RequireFields<MutationDeleteChatSessionArgs, 'id'>>;
  deleteChatSessions?: Resolver<ResolversTypes['DeleteChatSessionsPayload'], ParentType, ContextType, RequireFields<MutationDeleteChatSessionsArgs, 'ids'>>;
  appendMessages?: Resolver<ResolversTypes['AppendMessagesPayload'], ParentType, ContextType, RequireFields<MutationAppendMessagesArgs, 'input'>>;
  importLegacyData?: Resolver<ResolversTypes['ImportLegacyDataPayload'], ParentType, ContextType, RequireFields<MutationImportLegacyDataArgs, 'input'>>;
  cancelImport?: Resolver<ResolversTypes['CancelImportPayload'], ParentType, ContextType, RequireFields<MutationCancelImportArgs, 'id'>>;
  retryRejects?: Resolver<ResolversTypes['RetryRejectsPayload'], ParentType, ContextType, RequireFields<MutationRetryRejectsArgs, 'input'>>;
  verifyImport?: Resolver<ResolversTypes['VerifyImportPayload'], ParentType, ContextType, RequireFields<MutationVerifyImportArgs, 'input'>>;
  revertImport?: Resolver<ResolversTypes['RevertImportPayload'], ParentType, ContextType, RequireFields<MutationRevertImportArgs, 'input'>>;
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
  emailVerified?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  analysisCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  monthlyAnalysisCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  lastAnalysis?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  monthlyResetDate?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastLogin?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  quota?: Resolver<ResolversTypes['Quota'], ParentType, ContextType>;
  usage?: Resolver<ResolversTypes['Usage'], ParentType, ContextType, RequireFields<UserUsageArgs, 'months'>>;
  onboarding?: Resolver<Maybe<ResolversTypes['UserOnboarding']>, ParentType, ContextType>;
  preferences?: Resolver<Maybe<ResolversTypes['UserPreferences']>, ParentType, ContextType>;
  contracts?: Resolver<ResolversTypes['ContractConnection'], ParentType, ContextType, RequireFields<UserContractsArgs, 'filter' | 'orderBy'>>;
  analyses?: Resolver<ResolversTypes['AnalysisConnection'], ParentType, ContextType, RequireFields<UserAnalysesArgs, 'filter' | 'orderBy'>>;
  chatSessions?: Resolver<ResolversTypes['ChatSessionConnection'], ParentType, ContextType, RequireFields<UserChatSessionsArgs, 'filter' | 'orderBy'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserOnboardingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserOnboarding'] = ResolversParentTypes['UserOnboarding']> = {
  completed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
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
  lastUpdate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  currentStep?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  deploymentBlock?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  continuousSync?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  continuousSyncStarted?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  continuousSyncStopped?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  hasErrors?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  completionReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type UserPreferencesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserPreferences'] = ResolversParentTypes['UserPreferences']> = {
  emailNotifications?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  analysisNotifications?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  defaultChain?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  customSettings?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type UserConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserConnection'] = ResolversParentTypes['UserConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['UserEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type UserEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserEdge'] = ResolversParentTypes['UserEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type UserOrderFieldResolvers = { CREATED_AT: 'created_at', EMAIL: 'email' };

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
  deletedUserId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
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
  completed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
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
  lastAnalyzed?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  analysisCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  competitors?: Resolver<ReadonlyArray<ResolversTypes['ContractCompetitor']>, ParentType, ContextType>;
  rpcConfigs?: Resolver<ReadonlyArray<ResolversTypes['ContractRpcConfig']>, ParentType, ContextType>;
  analysisParams?: Resolver<Maybe<ResolversTypes['ContractAnalysisParams']>, ParentType, ContextType>;
  analyses?: Resolver<ResolversTypes['AnalysisConnection'], ParentType, ContextType, RequireFields<ContractAnalysesArgs, 'filter' | 'orderBy'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ContractCompetitorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ContractCompetitor'] = ResolversParentTypes['ContractCompetitor']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  address?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  chain?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
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

export type ContractAnalysisParamsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ContractAnalysisParams'] = ResolversParentTypes['ContractAnalysisParams']> = {
  blockRange?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  whaleThreshold?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  maxConcurrentRequests?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failoverTimeout?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  maxRetries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outputFormats?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  customParams?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ContractConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ContractConnection'] = ResolversParentTypes['ContractConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ContractEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type ContractEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ContractEdge'] = ResolversParentTypes['ContractEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
};

export type ContractOrderFieldResolvers = { CREATED_AT: 'created_at', UPDATED_AT: 'updated_at', NAME: 'name' };

export type ContractWarningResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ContractWarning'] = ResolversParentTypes['ContractWarning']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
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
  deletedContractIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type DuplicateContractPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DuplicateContractPayload'] = ResolversParentTypes['DuplicateContractPayload']> = {
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
};

export type AddCompetitorPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddCompetitorPayload'] = ResolversParentTypes['AddCompetitorPayload']> = {
  competitor?: Resolver<ResolversTypes['ContractCompetitor'], ParentType, ContextType>;
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['ContractWarning']>, ParentType, ContextType>;
};

export type RemoveCompetitorPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemoveCompetitorPayload'] = ResolversParentTypes['RemoveCompetitorPayload']> = {
  removedCompetitorId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
};

export type ContractTagsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ContractTagsPayload'] = ResolversParentTypes['ContractTagsPayload']> = {
  contract?: Resolver<ResolversTypes['Contract'], ParentType, ContextType>;
};

export type AnalysisTypeResolvers = { SINGLE: 'single', QUICK_SCAN: 'quick_scan', QUICK_INDEX: 'quick_index', COMPETITIVE: 'competitive', COMPARATIVE: 'comparative' };

export type AnalysisStatusResolvers = { PENDING: 'pending', RUNNING: 'running', COMPLETED: 'completed', FAILED: 'failed', CANCELLED: 'cancelled' };

export type AnalysisResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Analysis'] = ResolversParentTypes['Analysis']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  config?: Resolver<Maybe<ResolversTypes['Contract']>, ParentType, ContextType>;
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
  logs?: Resolver<ReadonlyArray<ResolversTypes['AnalysisLog']>, ParentType, ContextType, RequireFields<AnalysisLogsArgs, 'last'>>;
  completedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastUpdate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AnalysisLogResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AnalysisLog'] = ResolversParentTypes['AnalysisLog']> = {
  timestamp?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  level?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  data?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
};

export type AnalysisConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AnalysisConnection'] = ResolversParentTypes['AnalysisConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AnalysisEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type AnalysisEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AnalysisEdge'] = ResolversParentTypes['AnalysisEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Analysis'], ParentType, ContextType>;
};

export type AnalysisOrderFieldResolvers = { CREATED_AT: 'created_at', UPDATED_AT: 'updated_at' };

export type StartAnalysisPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StartAnalysisPayload'] = ResolversParentTypes['StartAnalysisPayload']> = {
  analysis?: Resolver<ResolversTypes['Analysis'], ParentType, ContextType>;
  quota?: Resolver<ResolversTypes['Quota'], ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['ContractWarning']>, ParentType, ContextType>;
};

export type CancelAnalysisPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelAnalysisPayload'] = ResolversParentTypes['CancelAnalysisPayload']> = {
  analysis?: Resolver<ResolversTypes['Analysis'], ParentType, ContextType>;
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
  total?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  thisMonth?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
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
  activity?: Resolver<ReadonlyArray<ResolversTypes['Activity']>, ParentType, ContextType, RequireFields<DashboardActivityArgs, 'first'>>;
};

export type ActivityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Activity'] = ResolversParentTypes['Activity']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ActivityKind'], ParentType, ContextType>;
  subject?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType>;
};

export type ActivityKindResolvers = { CONTRACT_ADDED: 'contract_added', ANALYSIS_STARTED: 'analysis_started', ANALYSIS_COMPLETED: 'analysis_completed', MESSAGE_RECEIVED: 'message_received' };

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
  components?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  tokensUsed?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  processingTime?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  metadata?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ChatSessionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChatSessionConnection'] = ResolversParentTypes['ChatSessionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ChatSessionEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type ChatSessionEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChatSessionEdge'] = ResolversParentTypes['ChatSessionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ChatSession'], ParentType, ContextType>;
};

export type ChatSessionOrderFieldResolvers = { LAST_ACTIVITY_AT: 'last_activity_at', CREATED_AT: 'created_at' };

export type ChatMessageConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChatMessageConnection'] = ResolversParentTypes['ChatMessageConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ChatMessageEdge']>, ParentType, ContextType>;
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

export type RenameChatSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RenameChatSessionPayload'] = ResolversParentTypes['RenameChatSessionPayload']> = {
  session?: Resolver<ResolversTypes['ChatSession'], ParentType, ContextType>;
};

export type DeleteChatSessionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteChatSessionPayload'] = ResolversParentTypes['DeleteChatSessionPayload']> = {
  session?: Resolver<ResolversTypes['ChatSession'], ParentType, ContextType>;
};

export type DeleteChatSessionsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteChatSessionsPayload'] = ResolversParentTypes['DeleteChatSessionsPayload']> = {
  sessions?: Resolver<ReadonlyArray<ResolversTypes['ChatSession']>, ParentType, ContextType>;
};

export type AppendMessagesPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AppendMessagesPayload'] = ResolversParentTypes['AppendMessagesPayload']> = {
  session?: Resolver<ResolversTypes['ChatSession'], ParentType, ContextType>;
  messages?: Resolver<ReadonlyArray<ResolversTypes['ChatMessage']>, ParentType, ContextType>;
};

export type SearchKindResolvers = { CONTRACT: 'contract', CHAT_SESSION: 'chat_session', CHAT_MESSAGE: 'chat_message' };

export type SearchSubjectResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchSubject'] = ResolversParentTypes['SearchSubject']> = {
  __resolveType: TypeResolveFn<'Contract' | 'ChatSession' | 'ChatMessage', ParentType, ContextType>;
};

export type SearchResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchResult'] = ResolversParentTypes['SearchResult']> = {
  subject?: Resolver<ResolversTypes['SearchSubject'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  snippet?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SearchConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchConnection'] = ResolversParentTypes['SearchConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SearchEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SearchEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchEdge'] = ResolversParentTypes['SearchEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SearchResult'], ParentType, ContextType>;
};

export type ImportLayoutResolvers = { AUTO: 'auto', ERA1: 'era1', ERA2: 'era2' };

export type ImportConflictPolicyResolvers = { SKIP: 'skip', UPDATE_IF_NEWER: 'update_if_newer' };

export type ImportOrphanPolicyResolvers = { QUARANTINE: 'quarantine', PLACEHOLDER_OWNER: 'placeholder_owner' };

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

export type ExportLegacyDataPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExportLegacyDataPayload'] = ResolversParentTypes['ExportLegacyDataPayload']> = {
  job?: Resolver<ResolversTypes['ImportJob'], ParentType, ContextType>;
};

export type ExportedRejectsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExportedRejects'] = ResolversParentTypes['ExportedRejects']> = {
  ndjson?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  next?: Resolver<Maybe<ResolversTypes['NonNegativeInt']>, ParentType, ContextType>;
};

export type ImportOperationResolvers = { IMPORT: 'import', RETRY: 'retry', VERIFY: 'verify', REVERT: 'revert', EXPORT: 'export' };

export type CancelImportPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelImportPayload'] = ResolversParentTypes['CancelImportPayload']> = {
  job?: Resolver<ResolversTypes['ImportJob'], ParentType, ContextType>;
};

export type ImportPhaseResolvers = { QUEUED: 'queued', READING: 'reading', PUBLISHING: 'publishing', VERIFYING: 'verifying', COMPLETED: 'completed', FAILED: 'failed', CANCELLED: 'cancelled' };

export type ImportKindResolvers = { USERS: 'users', CONTRACTS: 'contracts', ANALYSES: 'analyses', CHAT_SESSIONS: 'chat_sessions', CHAT_MESSAGES: 'chat_messages' };

export type ImportJobResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportJob'] = ResolversParentTypes['ImportJob']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['ImportOperation'], ParentType, ContextType>;
  about?: Resolver<Maybe<ResolversTypes['ImportJob']>, ParentType, ContextType>;
  phase?: Resolver<ResolversTypes['ImportPhase'], ParentType, ContextType>;
  directory?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  layout?: Resolver<ResolversTypes['ImportLayout'], ParentType, ContextType>;
  dryRun?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  onConflict?: Resolver<ResolversTypes['ImportConflictPolicy'], ParentType, ContextType>;
  includeBackups?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  orphans?: Resolver<ResolversTypes['ImportOrphanPolicy'], ParentType, ContextType>;
  onDamage?: Resolver<ResolversTypes['ImportDamagePolicy'], ParentType, ContextType>;
  verify?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startedBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  counts?: Resolver<ReadonlyArray<ResolversTypes['ImportCounts']>, ParentType, ContextType>;
  warnings?: Resolver<ReadonlyArray<ResolversTypes['ImportWarningCount']>, ParentType, ContextType>;
  skippedPaths?: Resolver<ReadonlyArray<ResolversTypes['ImportSkippedPath']>, ParentType, ContextType>;
  bytesRead?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  bytesTotal?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  bytesPerSecond?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  recordsPerSecond?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  progress?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  remainingSeconds?: Resolver<Maybe<ResolversTypes['NonNegativeInt']>, ParentType, ContextType>;
  files?: Resolver<ResolversTypes['ImportFileConnection'], ParentType, ContextType, Partial<ImportJobFilesArgs>>;
  rejects?: Resolver<ResolversTypes['ImportRejectConnection'], ParentType, ContextType, RequireFields<ImportJobRejectsArgs, 'filter'>>;
  rejectsByCode?: Resolver<ReadonlyArray<ResolversTypes['ImportRejectCount']>, ParentType, ContextType>;
  errorCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
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
  rejected?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  warnings?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  verified?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  removed?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  restored?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
  exported?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type ImportWarningCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportWarningCount'] = ResolversParentTypes['ImportWarningCount']> = {
  kind?: Resolver<ResolversTypes['ImportKind'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
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
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rawText?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rawBytes?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  importedBy?: Resolver<Maybe<ResolversTypes['ImportJob']>, ParentType, ContextType>;
};

export type ImportRejectCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportRejectCount'] = ResolversParentTypes['ImportRejectCount']> = {
  kind?: Resolver<ResolversTypes['ImportKind'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type ImportRejectConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportRejectConnection'] = ResolversParentTypes['ImportRejectConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ImportRejectEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type ImportRejectEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportRejectEdge'] = ResolversParentTypes['ImportRejectEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ImportReject'], ParentType, ContextType>;
};

export type ImportJobConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportJobConnection'] = ResolversParentTypes['ImportJobConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ImportJobEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['NonNegativeInt'], ParentType, ContextType>;
};

export type ImportJobEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImportJobEdge'] = ResolversParentTypes['ImportJobEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ImportJob'], ParentType, ContextType>;
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
  ContractAnalysisParams?: ContractAnalysisParamsResolvers<ContextType>;
  ContractConnection?: ContractConnectionResolvers<ContextType>;
  ContractEdge?: ContractEdgeResolvers<ContextType>;
  ContractOrderField?: ContractOrderFieldResolvers;
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
  RemoveCompetitorPayload?: RemoveCompetitorPayloadResolvers<ContextType>;
  ContractTagsPayload?: ContractTagsPayloadResolvers<ContextType>;
  AnalysisType?: AnalysisTypeResolvers;
  AnalysisStatus?: AnalysisStatusResolvers;
  Analysis?: AnalysisResolvers<ContextType>;
  AnalysisLog?: AnalysisLogResolvers<ContextType>;
  AnalysisConnection?: AnalysisConnectionResolvers<ContextType>;
  AnalysisEdge?: AnalysisEdgeResolvers<ContextType>;
  AnalysisOrderField?: AnalysisOrderFieldResolvers;
  StartAnalysisPayload?: StartAnalysisPayloadResolvers<ContextType>;
  CancelAnalysisPayload?: CancelAnalysisPayloadResolvers<ContextType>;
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
  ChatSession?: ChatSessionResolvers<ContextType>;
  ChatMessageRole?: ChatMessageRoleResolvers;
  ChatMessage?: ChatMessageResolvers<ContextType>;
  ChatSessionConnection?: ChatSessionConnectionResolvers<ContextType>;
  ChatSessionEdge?: ChatSessionEdgeResolvers<ContextType>;
  ChatSessionOrderField?: ChatSessionOrderFieldResolvers;
  ChatMessageConnection?: ChatMessageConnectionResolvers<ContextType>;
  ChatMessageEdge?: ChatMessageEdgeResolvers<ContextType>;
  ChatMessageOrderField?: ChatMessageOrderFieldResolvers;
  OpenChatSessionPayload?: OpenChatSessionPayloadResolvers<ContextType>;
  RenameChatSessionPayload?: RenameChatSessionPayloadResolvers<ContextType>;
  DeleteChatSessionPayload?: DeleteChatSessionPayloadResolvers<ContextType>;
  DeleteChatSessionsPayload?: DeleteChatSessionsPayloadResolvers<ContextType>;
  AppendMessagesPayload?: AppendMessagesPayloadResolvers<ContextType>;
  SearchKind?: SearchKindResolvers;
  SearchSubject?: SearchSubjectResolvers<ContextType>;
  SearchResult?: SearchResultResolvers<ContextType>;
  SearchConnection?: SearchConnectionResolvers<ContextType>;
  SearchEdge?: SearchEdgeResolvers<ContextType>;
  ImportLayout?: ImportLayoutResolvers;
  ImportConflictPolicy?: ImportConflictPolicyResolvers;
  ImportOrphanPolicy?: ImportOrphanPolicyResolvers;
  ImportDamagePolicy?: ImportDamagePolicyResolvers;
  ImportLegacyDataPayload?: ImportLegacyDataPayloadResolvers<ContextType>;
  RetryRejectsPayload?: RetryRejectsPayloadResolvers<ContextType>;
  VerifyImportPayload?: VerifyImportPayloadResolvers<ContextType>;
  RevertImportPayload?: RevertImportPayloadResolvers<ContextType>;
  ExportLegacyDataPayload?: ExportLegacyDataPayloadResolvers<ContextType>;
  ExportedRejects?: ExportedRejectsResolvers<ContextType>;
  ImportOperation?: ImportOperationResolvers;
  CancelImportPayload?: CancelImportPayloadResolvers<ContextType>;
  ImportPhase?: ImportPhaseResolvers;
  ImportKind?: ImportKindResolvers;
  ImportJob?: ImportJobResolvers<ContextType>;
  ImportFile?: ImportFileResolvers<ContextType>;
  ImportFileConnection?: ImportFileConnectionResolvers<ContextType>;
  ImportFileEdge?: ImportFileEdgeResolvers<ContextType>;
  ImportCounts?: ImportCountsResolvers<ContextType>;
  ImportWarningCount?: ImportWarningCountResolvers<ContextType>;
  ImportSkippedPath?: ImportSkippedPathResolvers<ContextType>;
  ImportReject?: ImportRejectResolvers<ContextType>;
  ImportRejectCount?: ImportRejectCountResolvers<ContextType>;
  ImportRejectConnection?: ImportRejectConnectionResolvers<ContextType>;
  ImportRejectEdge?: ImportRejectEdgeResolvers<ContextType>;
  ImportJobConnection?: ImportJobConnectionResolvers<ContextType>;
  ImportJobEdge?: ImportJobEdgeResolvers<ContextType>;
};

