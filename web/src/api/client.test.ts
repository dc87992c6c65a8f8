// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api, ApiError, download, setAccessToken, setSessionHooks, unwrap, writeHeaders } from './client'

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' } })
const urlOf = (r: unknown) => (r instanceof Request ? r.url : String(r))
const path = (r: unknown) => new URL(urlOf(r), 'http://localhost').pathname
const district = () => unwrap(api.GET('/district'))

describe('transport', () => {
  const expired = vi.fn()
  const prove = vi.fn<() => Promise<boolean>>()
  let calls: { path: string; auth: string | null }[]
  let answers: (p: string, auth: string | null) => Response

  beforeEach(() => {
    calls = []
    expired.mockClear()
    prove.mockReset()
    setSessionHooks({ locale: () => 'en', expired, prove })
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
  it('asks once for a proof and sends what was refused again, as it was', async () => {
    let proved = false
    const bodies: string[] = []
    vi.stubGlobal('fetch', vi.fn(async (r: Request) => {
      bodies.push(`${r.headers.get('idempotency-key')} ${await r.text()}`)
      return proved ? json({ id: 1 }, 201) : json({ code: 'proof_required' }, 403)
    }))
    prove.mockImplementation(async () => (proved = true))
    const grant = (key: string) => unwrap(api.POST('/grants', { params: { header: { 'Idempotency-Key': key } }, body: { postId: 1, role: 'reporter' } }))
    await Promise.all([grant('a'), grant('b')])
    expect(prove).toHaveBeenCalledTimes(1)
    expect(bodies).toHaveLength(4)
    expect(bodies.slice(2).sort()).toEqual(bodies.slice(0, 2).sort())
  })
  it('says what was refused when nobody proves anything, and asks for nothing on another 403', async () => {
    prove.mockResolvedValue(false)
    answers = () => json({ code: 'proof_required', detail: '还没有办理' }, 403)
    await expect(district()).rejects.toMatchObject({ status: 403, code: 'proof_required', message: '还没有办理' })
    expect(calls).toHaveLength(1)
    answers = () => json({ code: 'forbidden' }, 403)
    await expect(district()).rejects.toMatchObject({ status: 403, code: 'forbidden' })
    expect(prove).toHaveBeenCalledTimes(1)
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
  it('asks once more when an instance went away, and only for what may happen twice', async () => {
    vi.useFakeTimers()
    const gone = () => new Response('<h1>502</h1>', { status: 502, headers: { 'content-type': 'text/html' } })
    const asked = async (call: Promise<unknown>) => {
      const done = call.catch((e: unknown) => e)
      await vi.runAllTimersAsync()
      return done
    }
    const params = { path: { id: 1 }, header: writeHeaders(1, 'k') }
    answers = () => (calls.length === 1 ? gone() : json({ id: 1 }))
    expect(await asked(district())).toEqual({ id: 1 })
    calls = []
    expect(await asked(unwrap(api.POST('/reports/{id}/withdraw', { params })))).toEqual({ id: 1 })
    expect(calls).toHaveLength(2)
    calls = []
    expect(await asked(unwrap(api.DELETE('/milestones/{id}', { params })))).toMatchObject({ status: 502 })
    expect(calls).toHaveLength(1)
    calls = []
    answers = () => json({ code: 'busy' }, 503)
    expect(await asked(district())).toMatchObject({ status: 503, code: 'busy' })
    expect(calls).toHaveLength(1)
    vi.useRealTimers()
  })
  it('writes with the version and one key', () => {
    expect(writeHeaders(3, 'k')).toEqual({ 'If-Match': '"3"', 'Idempotency-Key': 'k' })
    expect(writeHeaders(3)['Idempotency-Key']).toMatch(/^[0-9a-f]{32}$/)
  })
})

describe('a file', () => {
  const file = (path = '/exports/projects.csv') => {
    const got: string[] = []
    const stop = new AbortController()
    return { got, stop, run: () => download(path, new URLSearchParams({ q: '学校' }), stop.signal, (b) => got.push(new TextDecoder().decode(b))) }
  }
  beforeEach(() => setAccessToken('token'))
  afterEach(() => vi.unstubAllGlobals())

  it('is asked for with the token and handed on piece by piece', async () => {
    const seen: Request[] = []
    const body = new ReadableStream<Uint8Array>({
      start(c) {
        for (const text of ['a\n', '1\n']) c.enqueue(new TextEncoder().encode(text))
        c.close()
      },
    })
    vi.stubGlobal('fetch', vi.fn(async (r: Request) => (seen.push(r), new Response(body, { headers: { 'Content-Type': 'text/csv', 'Content-Disposition': 'attachment; filename="p.csv"' } }))))
    const f = file()
    const answer = await f.run()
    expect(f.got).toEqual(['a\n', '1\n'])
    expect(await answer.blob.text()).toBe('a\n1\n')
    expect(answer.disposition).toContain('p.csv')
    expect(seen[0]!.headers.get('authorization')).toBe('Bearer token')
    expect(decodeURIComponent(seen[0]!.url)).toContain('/api/v1/exports/projects.csv?q=学校')
  })
  it('that is refused says why', async () => {
    vi.stubGlobal('fetch', vi.fn(async () => json({ code: 'forbidden', detail: '没有权限' }, 403)))
    await expect(file().run()).rejects.toMatchObject({ status: 403, message: '没有权限' })
  })
  it('that breaks off is a failure, not half a file', async () => {
    const body = new ReadableStream<Uint8Array>({
      start: (c) => c.enqueue(new TextEncoder().encode('a\n')),
      pull: (c) => c.error(new TypeError('network')),
    })
    vi.stubGlobal('fetch', vi.fn(async () => new Response(body)))
    await expect(file().run()).rejects.toMatchObject({ status: 0 })
  })
})
