import { ref } from 'vue'
import { loadViews, storeViews, withView, type SavedView } from '@/lib/list/views'
import { useSession } from '@/stores/session'

/** The named views of the person who is signed in. */
export function useViews(list: string) {
  const session = useSession()
  const views = ref<SavedView[]>(loadViews(localStorage, session.userId, list))
  /** The browser keeps nothing: what was named lasts until the page is left. */
  const unkept = ref(false)

  function store(next: SavedView[]): void {
    views.value = next
    unkept.value = !storeViews(localStorage, session.userId, list, next)
  }
  const save = (name: string, query: Record<string, string>) => store(withView(views.value, { name, query: { ...query } }))
  const remove = (name: string) => store(views.value.filter((v) => v.name !== name))
  return { views, unkept, save, remove }
}
