import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api, ApiError, setAccessToken, setSessionHooks, unwrap, writeHeaders } from './client'

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' } })
const urlOf = (r: unknown) => (r instanceof Request ? r.url : String(r))
const path = (r: unknown) => new URL(urlOf(r), 'http://localhost').pathname
const district = () => unwrap(api.GET('/district'))

describe('transport', () => {
  const expired = vi.fn()
  let calls: { path: string; auth: string | null }[]
  let answers: (p: string, auth: string | null) => Response

  beforeEach(() => {
    calls = []
    expired.mockClear()
    setSessionHooks({ locale: () => 'en', expired })
    setAccessToken('old')
    vi.stubGlobal('fetch', vi.fn(async (r: unknown) => {
      const auth = r instanceof Request ? r.headers.get('authorization') : null
      calls.push({ path: path(r), auth })
      return answers(path(r), auth)
    }))
  })
  afterEach(() => vi.unstubAllGlobals())

  it('refreshes once on 401 and sends the request again', async () => {
    answers = (p, auth) => (p.endsWith('/refresh') ? json({ accessToken: 'new' }) : auth === 'Bearer new' ? json({ name: 'ok' }) : json({ code: 'expired' }, 401))
    const both = await Promise.all([district(), district()])
    expect(both.map((d) => d.name)).toEqual(['ok', 'ok'])
    expect(calls.filter((c) => c.path.endsWith('/refresh'))).toHaveLength(1)
    expect(expired).not.toHaveBeenCalled()
  })
  it('says that the session is over when it cannot be refreshed', async () => {
    answers = (p) => json({ code: p.endsWith('/refresh') ? 'no_session' : 'expired' }, 401)
    await expect(district()).rejects.toMatchObject({ status: 401 })
    expect(expired).toHaveBeenCalledTimes(1)
    expect(calls.filter((c) => c.path.endsWith('/refresh'))).toHaveLength(1)
  })
  it('turns a problem into one error with its fields', async () => {
    answers = () => json({ code: 'invalid', detail: '有 1 处不对', requestId: 'r1', errors: [{ field: 'body.note', code: 'note_required', message: '请写一句话' }] }, 422)
    const e = await district().catch((x: unknown) => x)
    expect(e).toBeInstanceOf(ApiError)
    expect(e).toMatchObject({ status: 422, code: 'invalid', message: '有 1 处不对', requestId: 'r1', fields: [{ field: 'body.note' }] })
  })
  it('keeps the current state of a 412', async () => {
    answers = () => json({ code: 'stale', current: { version: 4 } }, 412)
    await expect(district()).rejects.toMatchObject({ status: 412, current: { version: 4 } })
  })
  it('tells silence from refusal', async () => {
    vi.stubGlobal('fetch', vi.fn(async () => { throw new TypeError('failed to fetch') }))
    await expect(district()).rejects.toMatchObject({ status: 0, code: 'network' })
  })
  it('writes with the version and one key', () => {
    expect(writeHeaders(3, 'k')).toEqual({ 'If-Match': '"3"', 'Idempotency-Key': 'k' })
    expect(writeHeaders(3)['Idempotency-Key']).toMatch(/^[0-9a-f]{32}$/)
  })
})
