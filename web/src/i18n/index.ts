import { computed, type ComputedRef } from 'vue'
import { createI18n, useI18n } from 'vue-i18n'
import { thin } from '@/lib/spacing'
import type { MessageKey, Messages } from './keys'
import { zhCN } from './zh-CN'

export type Locale = 'zh-CN' | 'en'
export type Params = Record<string, string | number>
export type Translate = (key: MessageKey, params?: Params) => string

export const i18n = createI18n<[Messages], Locale, false>({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zhCN } as Record<Locale, Messages>,
})

/** English is its own chunk: most people never load it. */
export async function setLocale(locale: Locale): Promise<void> {
  if (locale === 'en' && !i18n.global.availableLocales.includes('en')) {
    i18n.global.setLocaleMessage('en', (await import('./en')).en)
  }
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
}

export interface Typed {
  t: Translate
  locale: ComputedRef<Locale>
  /** A sentence of the server with the spacing of the page. */
  sp: (text: string | null | undefined) => string
}

/** The only way to messages: keys are checked, Han and digits are spaced. */
export function useT(): Typed {
  const { t: raw, locale } = useI18n()
  const translate = raw as (key: string, params: Params) => string
  const t: Translate = (key, params = {}) => {
    const text = translate(key, params)
    return locale.value === 'zh-CN' ? thin(text) : text
  }
  return { t, locale: computed(() => locale.value as Locale), sp: thin }
}
