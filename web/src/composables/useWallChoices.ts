import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useDepartments } from '@/api/queries'
import type { WallRow } from '@/lib/wall/model'
import type { WallView } from '@/lib/wall/query'

const sorted = (m: Map<string, string>) => [...m].map(([key, name]) => ({ key, name }))

/** What the filters of the wall offer: what its rows have. */
export function useWallChoices(rows: MaybeRefOrGetter<readonly WallRow[]>, view: MaybeRefOrGetter<WallView>) {
  const departments = useDepartments()
  const choices = computed(() => {
    const units = new Map((departments.data.value?.items ?? []).map((d) => [String(d.id), d.name]))
    const leaders = new Map<string, string>()
    for (const r of toValue(rows)) {
      if (r.leadDepartment) units.set(String(r.leadDepartment.id), r.leadDepartment.name)
      if (r.leaderPost) leaders.set(String(r.leaderPost.id), r.leaderPost.holder || r.leaderPost.name)
    }
    return { lists: [] as { key: string; name: string }[], departments: sorted(units), leaders: sorted(leaders) }
  })
  const words = computed(() => {
    const v = toValue(view)
    const name = (list: { key: string; name: string }[], key?: string | number) => (key ? list.find((c) => c.key === String(key))?.name ?? '' : '')
    return [name(choices.value.lists, v.list), name(choices.value.departments, v.department), name(choices.value.leaders, v.leader), v.q ?? ''].filter(Boolean).join('、')
  })
  return { choices, words }
}
