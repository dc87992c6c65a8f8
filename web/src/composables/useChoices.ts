import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useProjectChoices } from '@/api/lists'
import { useT } from '@/i18n'
import type { MessageKey } from '@/i18n/keys'
import { facet, lampCounts, type Choice, type Facet } from '@/lib/list/choices'
import { useSession } from '@/stores/session'

const COLOURS = ['red', 'yellow', 'green', 'grey', 'blue'] as const
const STATES = ['open', 'overdue', 'dueSoon', 'claimed', 'suspended', 'undated', 'done'] as const

const LABELS = {
  list: 'list.col.lists', department: 'list.col.lead', leader: 'list.col.leader', sector: 'list.col.sector', stage: 'list.col.stage', state: 'list.state', lamp: 'list.lamp',
} as const satisfies Record<string, MessageKey>
export type FilterName = keyof typeof LABELS

/**
 * What the filters of a list offer: all there is in the scope of the person, not
 * what happens to be loaded. With a query the counts are those of that list.
 */
export function useChoices(query: MaybeRefOrGetter<Readonly<Record<string, string>> | null>, asOf: MaybeRefOrGetter<string | undefined>) {
  const { t } = useT()
  const session = useSession()
  const answer = useProjectChoices(() => toValue(query) ?? {}, asOf)
  const counted = computed(() => toValue(query) !== null)
  const mine = computed<Choice[]>(() => (session.isLeader ? [{ value: 'mine', name: t('list.mine') }] : []))
  const plain = (choices: Choice[]) => (counted.value ? choices : choices.map(({ value, name }) => ({ value, name })))
  function choices(name: FilterName): Choice[] {
    if (name === 'state') return STATES.map((value) => ({ value, name: t(`list.view.${value}`) }))
    if (name === 'lamp') return COLOURS.map((value) => ({ value, name: value === 'grey' ? t('list.grey') : t(`lamp.${value}`) }))
    const found = plain(facet(answer.data.value, name satisfies Facet))
    return name === 'leader' ? [...mine.value, ...found] : found
  }
  const filters = (names: readonly FilterName[]) => names.map((name) => ({ name, label: LABELS[name], choices: choices(name) })).filter((f) => f.choices.length > 0)
  return { mine, filters, total: computed(() => answer.data.value?.total), lamps: computed(() => lampCounts(answer.data.value)) }
}
