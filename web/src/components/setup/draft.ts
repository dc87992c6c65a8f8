/** What was typed on the set-up page, kept for a reload of this tab; the set-up code and the passwords are never kept. */
export interface SetupDraft {
  name: string
  title: string
  zone: string
  ruleSet: string
  planYear: string
  people: Record<'sysadmin' | 'secadmin' | 'auditadmin', { name: string; username: string }>
}

const KEY = 'guatu.setup'

export function saveSetup(store: Pick<Storage, 'setItem'>, draft: SetupDraft): void {
  try {
    store.setItem(KEY, JSON.stringify(draft))
  } catch {
    // Without storage a reload loses the text; nothing else depends on it.
  }
}

export function loadSetup(store: Pick<Storage, 'getItem'>): SetupDraft | null {
  try {
    const d = JSON.parse(store.getItem(KEY) ?? 'null') as Partial<SetupDraft> | null
    return d && typeof d.name === 'string' && d.people?.sysadmin && d.people.secadmin && d.people.auditadmin ? (d as SetupDraft) : null
  } catch {
    return null
  }
}

export function clearSetup(store: Pick<Storage, 'removeItem'>): void {
  try {
    store.removeItem(KEY)
  } catch {
    // nothing was kept
  }
}
