import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useProjectChoices } from '@/api/lists'
import type { WallView } from '@/lib/wall/query'

interface Choice {
  key: string
  name: string
}

/** What the filters of the wall offer, of everything the person may read, and the plan years there are. */
export function useWallChoices(view: MaybeRefOrGetter<WallView>, asOf: MaybeRefOrGetter<string | undefined>) {
  const query = useProjectChoices({}, asOf)
  const choices = computed(() => {
    const c = query.data.value
    return {
      lists: (c?.lists ?? []).filter((l) => l.code).map((l): Choice => ({ key: l.code, name: l.name })),
      departments: (c?.departments ?? []).filter((d) => d.id).map((d): Choice => ({ key: String(d.id), name: d.name })),
      leaders: (c?.leaders ?? []).filter((l) => l.id).map((l): Choice => ({ key: String(l.id), name: l.holder || l.name })),
    }
  })
  const years = computed(() => (query.data.value?.years ?? []).map((y) => y.year).sort((a, b) => a - b))
  /** The filters in words, for the foot of a sheet. */
  const words = computed(() => {
    const v = toValue(view)
    const name = (list: Choice[], key?: string | number) => (key ? list.find((c) => c.key === String(key))?.name ?? '' : '')
    return [name(choices.value.lists, v.list), name(choices.value.departments, v.department), name(choices.value.leaders, v.leader), v.q ?? ''].filter(Boolean).join('、')
  })
  return { choices, years, words }
}
