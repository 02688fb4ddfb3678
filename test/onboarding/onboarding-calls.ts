import type { Api, Sender } from '../support/api.ts'

export const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
export const requiredInput = { contractAddress: address, contractChain: 'ethereum', contractName: 'DEX' }

const fields = `isCompleted website twitter discord telegram logo contractAddress contractChain contractName contractAbi
  contractPurpose contractCategory contractStartDate isIndexed indexingProgress lastAnalysis { id } lastUpdatedAt currentStep
  deploymentBlock isContinuousSync continuousSyncStartedAt continuousSyncStoppedAt hasErrors completionReason updatedAt`

/** Functions that send the onboarding operations. */
export function onboardingCalls(api: Api) {
  const update = (user: Sender, input: object) =>
    api.ask(
      `mutation ($input: UpdateOnboardingInput!) { updateOnboarding(input: $input) { onboarding { ${fields} } } }`,
      { input },
      user,
    )
  return {
    complete: (user: Sender, values: object = {}) =>
      api.ask(
        `mutation ($input: CompleteOnboardingInput!) { completeOnboarding(input: $input) {
          onboarding { ${fields} } contract { id name targetAddress targetAbi isActive isDefault }
          warnings { code field } } }`,
        { input: { ...requiredInput, ...values } },
        user,
      ),
    update,
    updated: async (user: Sender, input: object) =>
      (await update(user, input)).data.updateOnboarding.onboarding,
    status: async (user: Sender) => {
      const query =
        '{ onboardingStatus { isCompleted missingSteps defaultContract { id } onboarding { website } } }'
      return (await api.ask(query, {}, user)).data.onboardingStatus
    },
  }
}
