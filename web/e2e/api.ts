import { password } from './support'

/** Whoever asks over the API of an instance, beside the browser: to seed what a person would need an hour for. */
export interface Caller {
  get: <T>(path: string) => Promise<T>
  post: <T>(path: string, body: unknown, version?: number) => Promise<T>
}

export async function callerOf(url: string, username: string): Promise<Caller> {
  const json = { 'Content-Type': 'application/json', 'X-Guatu-Client': 'e2e' }
  const login = await fetch(`${url}/api/v1/auth/login`, { method: 'POST', headers: json, body: JSON.stringify({ username, password }) })
  const { accessToken } = (await login.json()) as { accessToken: string }
  let n = 0
  async function ask<T>(method: string, path: string, body?: unknown, version?: number): Promise<T> {
    const headers: Record<string, string> = { ...json, Authorization: `Bearer ${accessToken}` }
    if (method === 'POST') headers['Idempotency-Key'] = `${username}-${Date.now()}-${n++}`
    if (version !== undefined) headers['If-Match'] = `"${version}"`
    const answer = await fetch(`${url}/api/v1${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} as ${username}: ${answer.status} ${text}`)
    return JSON.parse(text) as T
  }
  return { get: (path) => ask('GET', path), post: (path, body, version) => ask('POST', path, body, version) }
}

/** Does the same for each of n, a few at a time, and gives the answers in order. */
export async function each<T>(n: number, act: (i: number) => Promise<T>, atOnce = 6): Promise<T[]> {
  const out: T[] = []
  let next = 0
  await Promise.all([...Array(atOnce)].map(async () => {
    for (let i = next++; i < n; i = next++) out[i] = await act(i)
  }))
  return out
}
