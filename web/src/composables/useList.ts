import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { nextSort, shownColumns, type ListColumn, type ListSpec } from '@/lib/list/spec'
import { useBasis } from './useBasis'
import { isFiltered, listQuery, readState, writeState, type ListState } from '@/lib/list/state'

/** The state of a list, read from the address and written to it. */
export function useList(spec: ListSpec) {
  const route = useRoute()
  const router = useRouter()
  const state = computed(() => readState(route.query, spec))
  const columns = computed(() => shownColumns(spec, state.value.columns))
  const query = computed(() => listQuery(state.value, spec))
  const { basis } = useBasis()
  /** What the server is asked: the list, and the plan it is measured against. */
  const asked = computed<Record<string, string>>(() => (basis.value ? { ...query.value, basis: basis.value } : query.value))
  const filtered = computed(() => isFiltered(state.value))

  const write = (s: ListState) => void router.replace({ query: writeState(route.query, s, spec) })
  const set = (patch: Partial<ListState>) => write({ ...state.value, ...patch })
  /** One filter; empty takes it away. */
  function filter(name: string, value: string): void {
    const filters = { ...state.value.filters, [name]: value }
    if (!value) delete filters[name]
    set({ filters })
  }
  const sortBy = (column: ListColumn) => set({ sort: nextSort(spec, column, state.value.sort) })
  const clear = () => set({ filters: {}, q: '' })
  /** Shows what a view shows; the day that is looked at stays. */
  const show = (view: Readonly<Record<string, string>>) => write(readState(view, spec))
  function choose(key: string, on: boolean): void {
    const now = columns.value.map((c) => c.key)
    set({ columns: spec.columns.map((c) => c.key).filter((k) => (k === key ? on : now.includes(k))) })
  }

  return { state, columns, query, asked, basis, filtered, set, filter, sortBy, clear, show, choose, reset: () => set({ columns: null }) }
}

export type ListControl = ReturnType<typeof useList>
