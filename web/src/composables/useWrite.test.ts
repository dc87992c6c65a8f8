// @vitest-environment happy-dom
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { describe, expect, it, vi } from 'vitest'
import { createApp, h } from 'vue'
import { ApiError } from '@/api/client'
import { i18n } from '@/i18n'
import { useWrite } from './useWrite'

type Write = ReturnType<typeof useWrite<{ name: string }, string>>

function mounted(run: (input: { name: string }, key: string) => Promise<string>, queryClient = new QueryClient()): Write {
  let write: Write | undefined
  const app = createApp({ setup: () => ((write = useWrite(run, [['list']])), () => h('p')) })
  app.use(createPinia()).use(i18n).use(VueQueryPlugin, { queryClient }).mount(document.createElement('div'))
  return write!
}

describe('a write', () => {
  it('that got no answer is sent again under its key; anything else gets a new one', async () => {
    const keys: string[] = []
    let fail: ApiError | null = new ApiError(0)
    const write = mounted(async (_, key) => {
      keys.push(key)
      if (fail) throw fail
      return 'ok'
    })
    expect(await write.send({ name: 'a' })).toBeUndefined()
    expect(write.words()).toContain('网络不通')
    fail = new ApiError(409, { code: 'duplicate', detail: '已有', errors: [{ field: 'code', code: 'duplicate', message: '已存在' }] })
    await write.send({ name: 'a' })
    expect(keys[1]).toBe(keys[0])
    expect(write.fault('code')).toBe('已存在')
    expect(write.fault('name')).toBe('')
    await vi.waitUntil(() => !write.busy.value)
    fail = null
    expect(await write.send({ name: 'a' })).toBe('ok')
    expect(keys[2]).not.toBe(keys[0])
    expect(write.failure.value).toBeNull()
  })
  it('answers before the lists are read again, and is busy until they are', async () => {
    const client = new QueryClient()
    let renew: () => void = () => {}
    vi.spyOn(client, 'invalidateQueries').mockImplementation(() => new Promise((r) => (renew = r)))
    const write = mounted(async () => 'ok', client)
    expect(await write.send({ name: 'a' })).toBe('ok')
    expect(write.busy.value).toBe(true)
    expect(await write.send({ name: 'b' })).toBeUndefined()
    renew()
    await vi.waitUntil(() => !write.busy.value)
  })
  it('reads the lists again when somebody was faster', async () => {
    const client = new QueryClient()
    const spy = vi.spyOn(client, 'invalidateQueries')
    const write = mounted(async () => Promise.reject(new ApiError(412, { code: 'version_conflict' })), client)
    await write.send({ name: 'a' })
    expect(spy).toHaveBeenCalledWith({ queryKey: ['list'] })
  })
})
