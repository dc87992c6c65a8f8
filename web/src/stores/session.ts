import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api, ApiError, fromOurPage, refresh, setAccessToken, unwrap } from '@/api/client'
import type { Me } from '@/api/types'

/** Who is signed in. Business data never comes here; it lives in the query cache. */
export const useSession = defineStore('session', () => {
  const me = ref<Me | null>(null)
  /** The session ran out while a page was open: the page stays, a dialog asks for the password. */
  const expired = ref(false)
  /** A refused request waits until the person has proved who they are, or would rather not. */
  const proving = ref(false)
  let proved: (done: boolean) => void = () => {}
  /** The first look at the session failed because no answer came. */
  const offline = ref(false)
  const started = ref(false)

  const scopes = (permission: string): readonly string[] =>
    (me.value?.permissions as Record<string, string[] | null> | undefined)?.[permission] ?? []
  const can = (permission: string): boolean => scopes(permission).some((s) => s !== 'none')
  const userId = computed(() => me.value?.user.id ?? 0)
  const isLeader = computed(() => (me.value?.leaderPosts ?? []).length > 0)

  async function load(): Promise<void> {
    me.value = await unwrap(api.GET('/me'))
    expired.value = false
  }

  /** Resumes the session of the refresh cookie, if there is one. */
  async function start(): Promise<void> {
    offline.value = false
    try {
      if (await refresh()) await load()
    } catch (e) {
      offline.value = !(e instanceof ApiError) || e.status === 0 || e.status >= 500
    }
    started.value = true
  }

  async function signIn(username: string, password: string): Promise<void> {
    const session = await unwrap(api.POST('/auth/login', { params: fromOurPage, body: { username, password } }))
    setAccessToken(session.accessToken)
    await load()
  }

  /** The second step: the session is exchanged for one that opens everything. */
  async function verifyFactor(code: string): Promise<void> {
    const session = await unwrap(api.POST('/auth/second-factor', { params: fromOurPage, body: { code } }))
    setAccessToken(session.accessToken)
    await load()
  }

  /** Turns the second factor on and returns the recovery codes, which are shown once. */
  async function confirmFactor(code: string): Promise<readonly string[]> {
    const session = await unwrap(api.POST('/me/second-factor/confirm', { params: fromOurPage, body: { code } }))
    setAccessToken(session.accessToken)
    return session.recoveryCodes
  }

  function askProof(): Promise<boolean> {
    proving.value = true
    return new Promise((settle) => (proved = settle))
  }

  function endProof(done: boolean): void {
    proving.value = false
    proved(done)
  }

  async function signOut(): Promise<void> {
    await unwrap(api.POST('/auth/logout', { params: fromOurPage })).catch(() => undefined)
    setAccessToken('')
    me.value = null
    expired.value = false
  }

  return { me, expired, proving, offline, started, can, scopes, userId, isLeader, load, start, signIn, verifyFactor, confirmFactor, askProof, endProof, signOut }
})
