import { createApp } from 'vue'
import { createPinia } from 'pinia'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { ApiError, setSessionHooks } from '@/api/client'
import App from '@/App.vue'
import { i18n } from '@/i18n'
import { router } from '@/router'
import { usePrefs } from '@/stores/prefs'
import { useSession } from '@/stores/session'
import '@/styles/tokens.css'
import '@/styles/base.css'

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What the server refused will be refused again; only silence is asked twice.
      retry: (count, e) => count < 2 && (!(e instanceof ApiError) || e.status === 0 || e.status >= 502),
      retryDelay: 800,
    },
  },
})

async function start(): Promise<void> {
  const app = createApp(App)
  app.use(createPinia()).use(i18n).use(VueQueryPlugin, { queryClient })
  const session = useSession()
  const prefs = usePrefs()
  setSessionHooks({
    locale: () => prefs.locale,
    expired: () => {
      if (session.me) session.expired = true
    },
    prove: session.askProof,
  })
  await Promise.all([prefs.start(), session.start()])
  app.use(router).mount('#app')
}

void start()
