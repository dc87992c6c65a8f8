import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { setLocale, type Locale } from '@/i18n'
import type { MoneyUnit } from '@/lib/format'

export type Theme = 'auto' | 'light' | 'dark'

function read<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
  try {
    const v = localStorage.getItem(`guatu.pref.${name}`)
    return allowed.find((a) => a === v) ?? fallback
  } catch {
    return fallback
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(`guatu.pref.${name}`, value)
  } catch {
    // Without storage the preference lasts until the page is left.
  }
}

/** What a person likes: theme, language, unit of money, single-key shortcuts. */
export const usePrefs = defineStore('prefs', () => {
  const theme = ref<Theme>(read('theme', ['auto', 'light', 'dark'], 'auto'))
  const locale = ref<Locale>(read<Locale>('locale', ['zh-CN', 'en'], 'zh-CN'))
  const money = ref<MoneyUnit>(read<MoneyUnit>('money', ['wan', 'yi'], 'wan'))
  const shortcuts = ref(read('shortcuts', ['on', 'off'], 'on') === 'on')

  const system = window.matchMedia('(prefers-color-scheme: dark)')
  const paint = () => {
    const dark = theme.value === 'dark' || (theme.value === 'auto' && system.matches)
    document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  }
  system.addEventListener('change', paint)
  // Paper is light, whatever the screen is.
  window.addEventListener('beforeprint', () => (document.documentElement.dataset.theme = 'light'))
  window.addEventListener('afterprint', paint)
  watch(theme, (v) => (write('theme', v), paint()))
  watch(locale, (v) => (write('locale', v), void setLocale(v)))
  watch(money, (v) => write('money', v))
  watch(shortcuts, (v) => write('shortcuts', v ? 'on' : 'off'))

  async function start(): Promise<void> {
    paint()
    await setLocale(locale.value)
  }

  return { theme, locale, money, shortcuts, start }
})
