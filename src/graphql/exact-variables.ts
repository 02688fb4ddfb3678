import type { ApolloServerPlugin, GraphQLRequest } from '@apollo/server'
import { GraphQLError, type ValidationRule } from 'graphql'
import { AppError } from '../errors.ts'
import { isJsonObject } from '../json/json-value.ts'
import { parseRequestText } from '../json/parse-request.ts'
import type { Context } from './context.ts'
import { toHttpError } from './format-error.ts'

/** Parses the variables in the URL of a GET like those in the body of a POST: Apollo Server would round their numbers. */
export function readUrlVariables(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart({ request }) {
      const text = request.http?.method === 'GET' ? findVariables(request) : null
      if (text === null) return
      const parsed = parseRequestText(text)
      if ('value' in parsed && isJsonObject(parsed.value)) {
        request.variables = parsed.value
        return
      }
      const problem = 'problem' in parsed ? parsed.problem : 'is not a JSON object'
      return {
        // Apollo Server treats errors thrown earlier as its own failures.
        async didResolveOperation() {
          throw toHttpError(new AppError('BAD_USER_INPUT', `The URL parameter "variables" ${problem}.`))
        },
      }
    },
  }
}

function findVariables({ http }: GraphQLRequest): string | null {
  return new URLSearchParams(http?.search).get('variables')
}

/**
 * Rejects a variable named `$__proto__`: graphql-js assigns it to a plain object, whose prototype it becomes, and then
 * treats inherited properties as the checked values of other variables.
 */
export const refusePrototypeVariable: ValidationRule = (context) => ({
  VariableDefinition(node) {
    if (node.variable.name.value !== '__proto__') return
    context.reportError(new GraphQLError('No variable may be named "$__proto__".', { nodes: node }))
  },
})
