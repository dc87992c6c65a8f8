/** Named views of one person, kept in this browser. A view is the list's part of an address under a name. */
export interface SavedView {
  name: string
  query: Record<string, string>
}

export const MOST_VIEWS = 30
const key = (user: number, list: string) => `guatu.views.${user}.${list}`

function isView(v: unknown): v is SavedView {
  if (typeof v !== 'object' || v === null) return false
  const { name, query } = v as Partial<SavedView>
  return typeof name === 'string' && name !== '' && typeof query === 'object' && query !== null && Object.values(query).every((x) => typeof x === 'string')
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>

/** What is stored and readable; a broken store is an empty one. */
export function loadViews(storage: Storage, user: number, list: string): SavedView[] {
  try {
    const found: unknown = JSON.parse(storage.getItem(key(user, list)) ?? '[]')
    return Array.isArray(found) ? found.filter(isView) : []
  } catch {
    return []
  }
}

/** Whether the views were kept: a full or forbidden store keeps none. */
export function storeViews(storage: Storage, user: number, list: string, views: readonly SavedView[]): boolean {
  try {
    storage.setItem(key(user, list), JSON.stringify(views))
    return true
  } catch {
    return false
  }
}

/** The views with this one; the same name is replaced where it stands. */
export function withView(views: readonly SavedView[], view: SavedView): SavedView[] {
  const at = views.findIndex((v) => v.name === view.name)
  if (at < 0) return [...views, view].slice(-MOST_VIEWS)
  return views.map((v, i) => (i === at ? view : v))
}
