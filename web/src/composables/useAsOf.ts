import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useDistrict } from '@/api/queries'
import { parseDate, yearOf } from '@/lib/date'

/**
 * The day every figure is shown for. It lives in the URL (`?asOf=`), so a link
 * shows the same day to everybody; without it the day is the district's today.
 */
export function useAsOf() {
  const route = useRoute()
  const router = useRouter()
  const district = useDistrict()

  const today = computed(() => district.data.value?.today ?? '')
  const asked = computed(() => {
    const q = route.query.asOf
    const text = Array.isArray(q) ? q[0] : q
    return parseDate(text) && text !== today.value ? (text as string) : undefined
  })
  const day = computed(() => asked.value ?? today.value)
  const year = computed(() => district.data.value?.planYear ?? (day.value ? yearOf(day.value) : 0))
  const readOnly = computed(() => asked.value !== undefined)
  const projection = computed(() => asked.value !== undefined && today.value !== '' && asked.value > today.value)

  function go(date: string | undefined): void {
    const query = { ...route.query }
    if (date && date !== today.value && parseDate(date)) query.asOf = date
    else delete query.asOf
    void router.replace({ query })
  }

  return { today, asOf: asked, day, year, readOnly, projection, go, district: district.data }
}
