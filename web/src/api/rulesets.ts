import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useQuery } from '@tanstack/vue-query'
import { api, unwrap, writeHeaders } from './client'
import { keys } from './keys'
import type { Real } from './types'
import type { components } from './schema'

/** Rule sets: check, store, try, put forward, adopt; and why a lamp is what it is. */
type S = components['schemas']
const once = (key: string) => ({ 'Idempotency-Key': key })

export type RuleSetTrial = Real<S['RuleSetTrial']>
export type RuleSetCheck = Real<S['RuleSetCheck']>
export type Adoption = Real<S['RuleSetAdoption']>
export type RuleSetScope = S['RuleSetScope']
export type WhyKind = 'milestone' | 'project' | 'indicator'
export interface WhySubject {
  kind: WhyKind
  id: number
}

export function useAdoptions() {
  return useQuery({ queryKey: keys.adoptions, queryFn: () => unwrap(api.GET('/rule-set-adoptions')) })
}

export const checkRuleSet = (text: string) => unwrap(api.POST('/rule-sets/check', { body: { text } }))
export const uploadRuleSet = (text: string, key: string) => unwrap(api.POST('/rule-sets', { params: { header: once(key) }, body: { text } }))
export const tryRuleSet = (c: { id: number; scope: RuleSetScope }) => unwrap(api.POST('/rule-sets/{id}/dry-run', { params: { path: { id: c.id } }, body: { scope: c.scope } }))
export const proposeRuleSet = (c: { id: number; body: S['RuleSetProposal'] }, key: string) =>
  unwrap(api.POST('/rule-sets/{id}/propose', { params: { path: { id: c.id }, header: once(key) }, body: c.body }))
export const adoptRuleSet = (c: { id: number; version: number }, key: string) =>
  unwrap(api.POST('/rule-set-adoptions/{id}/adopt', { params: { path: { id: c.id }, header: writeHeaders(c.version, key) } }))
export const withdrawRuleSet = (c: { id: number; version: number }, key: string) =>
  unwrap(api.POST('/rule-set-adoptions/{id}/withdraw', { params: { path: { id: c.id }, header: writeHeaders(c.version, key) } }))

/** Every rule that was asked about one item; read when somebody asks. */
export function useWhyRules(of: MaybeRefOrGetter<WhySubject>, asOf: MaybeRefOrGetter<string | undefined>, basis: MaybeRefOrGetter<'baseline' | undefined>) {
  return useQuery({
    queryKey: computed(() => [...keys.business, 'why', toValue(of).kind, toValue(of).id, toValue(asOf) ?? '', toValue(basis) ?? '']),
    queryFn: () => {
      const { kind, id } = toValue(of)
      const params = { path: { id }, query: { asOf: toValue(asOf), basis: toValue(basis) } }
      if (kind === 'project') return unwrap(api.GET('/projects/{id}/why', { params }))
      if (kind === 'indicator') return unwrap(api.GET('/indicators/{id}/why', { params }))
      return unwrap(api.GET('/milestones/{id}/why', { params }))
    },
  })
}
