import { inject, type InjectionKey } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import type { WhySubject } from '@/api/rulesets'
import type { Lamp } from '@/api/types'

export interface WhyRequest {
  lamp: Lamp
  name: string
  history?: RouteLocationRaw
  /** What the lamp is of; with it every rule can be asked for. */
  of?: WhySubject
}

export interface WhyHost {
  show: (anchor: HTMLElement, request: WhyRequest, pinned: boolean) => void
  hide: (anchor: HTMLElement) => void
}

export const whyKey: InjectionKey<WhyHost> = Symbol('why')

/** One popover serves every lamp of the page; a list of a thousand rows stays light. */
export function useWhy(): WhyHost {
  return inject(whyKey, { show: () => {}, hide: () => {} })
}
