import createClient from 'openapi-fetch'
import type { components, paths } from './schema'
import type { Real } from './types'

/**
 * The only file that talks to the server: transport, refreshing the access
 * token, and turning every failure into one ApiError. The access token lives in
 * this module's memory; the refresh token is a cookie that scripts cannot read.
 */
type Problem = components['schemas']['Problem']

export interface FieldError {
  field: string
  code: string
  message: string
}

export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string
  readonly fields: FieldError[]
  /** The current state of the resource, sent with a 412. */
  readonly current: unknown

  /** Status 0 means that no answer came. */
  constructor(status: number, problem: Partial<Problem> & { current?: unknown } = {}) {
    super(problem.detail || problem.title || '')
    this.status = status
    this.code = problem.code ?? (status === 0 ? 'network' : 'unknown')
    this.requestId = problem.requestId ?? ''
    this.fields = (problem.errors ?? []) as FieldError[]
    this.current = problem.current
  }
}

interface SessionHooks {
  locale: () => string
  expired: () => void
  /** Asks the person to prove who they are; false when they would rather not. */
  prove: () => Promise<boolean>
}

let accessToken = ''
let hooks: SessionHooks = { locale: () => 'zh-CN', expired: () => {}, prove: () => Promise.resolve(false) }
let refreshing: Promise<boolean> | null = null
let proving: Promise<boolean> | null = null

export function setSessionHooks(h: SessionHooks): void {
  hooks = h
}

export function setAccessToken(token: string): void {
  accessToken = token
}

/** The header of a request that is not sent with fetch. */
export function bearer(): string {
  return `Bearer ${accessToken}`
}

export function hasAccessToken(): boolean {
  return accessToken !== ''
}

const REFRESH = '/api/v1/auth/refresh'
const BREATH_MS = 400

/** What deals with the cookie demands a header that no form of another site can send. */
export const fromOurPage = { header: { 'X-Guatu-Client': 'web' } } as const

/**
 * Asks, and asks once more when the instance that was asked went away: no answer came, or a proxy answered in its place (the
 * program's own refusals are JSON). Only for what may happen twice and still is one thing.
 */
async function patiently(ask: () => Promise<Response>): Promise<Response> {
  const first = await ask().catch((e: unknown) => {
    if (e instanceof TypeError) return null
    throw e
  })
  if (first && !([502, 503, 504].includes(first.status) && !first.headers.get('Content-Type')?.includes('json'))) return first
  await new Promise((r) => setTimeout(r, BREATH_MS))
  return ask()
}

/** Reads, and writes under a key: the server does those once however often they come. */
const repeatable = (r: Request): boolean => r.method === 'GET' || (r.method === 'POST' && r.headers.has('Idempotency-Key'))

// A new token that never arrived is lost either way: asking again ends the session no sooner than the next visit would.
async function refreshOnce(): Promise<boolean> {
  const answer = await patiently(() => fetch(REFRESH, {
    method: 'POST', credentials: 'same-origin',
    headers: { ...fromOurPage.header, 'Content-Type': 'application/json', 'Accept-Language': hooks.locale() }, body: '{}',
  }))
  if (!answer.ok) {
    if (answer.status >= 500) throw new ApiError(answer.status)
    accessToken = ''
    return false
  }
  accessToken = ((await answer.json()) as { accessToken: string }).accessToken
  return true
}

/**
 * Gets a new access token. Callers of one tab share the request; tabs take
 * turns where the browser has locks, because the cookie changes at each use.
 */
export function refresh(): Promise<boolean> {
  if (refreshing) return refreshing
  const turn = async (): Promise<boolean> => (navigator.locks ? await navigator.locks.request('guatu-refresh', refreshOnce) : refreshOnce())
  const mine = turn().finally(() => {
    refreshing = null
  })
  refreshing = mine
  return mine
}

/** Signing in, renewing and leaving say by themselves what a 401 means. */
const atTheDoor = (url: string): boolean => /\/auth\/(login|refresh|logout|second-factor)$/.test(url)

/** Sends the request with the token there is, and once more with a new one when that was too old. */
async function authorized(request: Request): Promise<Response> {
  const again = request.clone()
  const send = (r: Request, token: string) => {
    if (token) r.headers.set('Authorization', `Bearer ${token}`)
    r.headers.set('Accept-Language', hooks.locale())
    return repeatable(r) ? patiently(() => fetch(r.clone())) : fetch(r)
  }
  const used = accessToken
  const answer = await send(request, used)
  if (answer.status !== 401 || atTheDoor(request.url)) return answer
  if (!used) {
    hooks.expired()
    return answer
  }
  // Another request may have refreshed meanwhile.
  if (accessToken === used && !(await refresh())) {
    hooks.expired()
    return answer
  }
  return send(again, accessToken)
}

/** The server wants to know once more who is there before it does something dangerous. */
async function wantsProof(answer: Response): Promise<boolean> {
  if (answer.status !== 403) return false
  const problem: unknown = await answer.clone().json().catch(() => null)
  return typeof problem === 'object' && problem !== null && (problem as Partial<Problem>).code === 'proof_required'
}

/** Requests that are refused at the same time share the question. */
function prove(): Promise<boolean> {
  proving ??= hooks.prove().finally(() => (proving = null))
  return proving
}

async function authFetch(request: Request): Promise<Response> {
  const again = request.clone()
  const answer = await authorized(request)
  if (!(await wantsProof(answer)) || !(await prove())) return answer
  return authorized(again)
}

export const api = createClient<paths>({ baseUrl: '/api/v1', credentials: 'same-origin', fetch: authFetch })

/** A file of the server, handed on piece by piece as it comes. What breaks off half-way is a failure, not a file. */
export async function download(
  path: string, query: URLSearchParams, signal: AbortSignal, piece: (bytes: Uint8Array) => void,
): Promise<{ blob: Blob; disposition: string | null }> {
  const pieces: BlobPart[] = []
  let answer: Response
  try {
    answer = await authFetch(new Request(`${location.origin}/api/v1${path}?${query}`, { credentials: 'same-origin', signal }))
    if (answer.ok && answer.body) {
      const reader = answer.body.getReader()
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        pieces.push(next.value)
        piece(next.value)
      }
    }
  } catch (e) {
    if (e instanceof ApiError || signal.aborted) throw e
    throw new ApiError(0)
  }
  if (!answer.ok) {
    const problem: unknown = await answer.json().catch(() => ({}))
    throw new ApiError(answer.status, typeof problem === 'object' && problem !== null ? (problem as Partial<Problem>) : {})
  }
  return { blob: new Blob(pieces, { type: answer.headers.get('Content-Type') ?? 'application/octet-stream' }), disposition: answer.headers.get('Content-Disposition') }
}

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The data of an answer, or an ApiError. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<Real<T>> {
  let answer: Answer<T>
  try {
    answer = await call
  } catch (e) {
    if (e instanceof ApiError) throw e
    if (e instanceof DOMException && e.name === 'AbortError') throw e
    throw new ApiError(0)
  }
  if (answer.response.ok) return answer.data as Real<T>
  const problem = typeof answer.error === 'object' && answer.error !== null ? (answer.error as Partial<Problem>) : {}
  throw new ApiError(answer.response.status, problem)
}

/** A key for one submission; `crypto.randomUUID` is missing on plain http. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
}

/** Headers of a write. The key stays the same when the same write is tried again. */
export function writeHeaders(version: number, key: string = newKey()): { 'If-Match': string; 'Idempotency-Key': string } {
  return { 'If-Match': `"${version}"`, 'Idempotency-Key': key }
}
