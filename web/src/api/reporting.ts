import { api, unwrap, writeHeaders } from './client'
import type { Cycle } from '@/lib/reporting'

interface CycleChange {
  kind: 'project' | 'task'
  id: number
  version: number
  cycle: Cycle
}

/** How often a project or a task is reported, from today on. */
export async function changeCycle(c: CycleChange, key: string): Promise<void> {
  const params = { path: { id: c.id }, header: writeHeaders(c.version, key) }
  if (c.kind === 'project') await unwrap(api.PATCH('/projects/{id}', { params, body: { reportCycle: c.cycle } }))
  else await unwrap(api.PATCH('/livelihood-tasks/{id}', { params, body: { reportCycle: c.cycle } }))
}
