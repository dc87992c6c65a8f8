import { useQuery } from '@tanstack/vue-query'
import { api, unwrap } from './client'
import { keys } from './keys'
import type { components } from './schema'

/** One's own account: the second factor and where one is signed in. */
type S = components['schemas']

export function useFactor() {
  return useQuery({ queryKey: keys.ownFactor, queryFn: () => unwrap(api.GET('/me/second-factor')) })
}

export const beginFactor = (body: S['FactorProof']) => unwrap(api.POST('/me/second-factor', { body }))

export const renewRecoveryCodes = (body: S['FactorProof']) => unwrap(api.POST('/me/second-factor/recovery-codes', { body }))

export const removeFactor = (body: S['FactorProof']) => unwrap(api.POST('/me/second-factor/remove', { body })).then(() => true)

/** Proves once more who one is; what is dangerous goes through for a while. */
export const prove = (body: S['FactorProof']) => unwrap(api.POST('/auth/proof', { body })).then(() => true)

export function useOwnSessions() {
  return useQuery({ queryKey: keys.ownSessions, queryFn: () => unwrap(api.GET('/me/sessions')) })
}

/** Without an id: all but the present one. */
export const endOwnSessions = (id: string) => unwrap(api.POST('/me/sessions/end', { body: id ? { id } : {} }))
