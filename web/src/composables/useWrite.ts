import { ref } from 'vue'
import { useQueryClient, type QueryKey } from '@tanstack/vue-query'
import { ApiError, newKey } from '@/api/client'
import { useProblem } from './useProblem'

/**
 * One write from one form: busy while it runs, a failure in words, the fault of
 * each field. The same content that got no answer is sent again under the same
 * key, so that it happens once; anything else gets a new key.
 */
export function useWrite<I, O>(run: (input: I, key: string) => Promise<O>, renew: readonly QueryKey[] = []) {
  const client = useQueryClient()
  const problem = useProblem()
  const busy = ref(false)
  const failure = ref<unknown>(null)
  let unanswered: { text: string; key: string } | null = null

  async function send(input: I): Promise<O | undefined> {
    if (busy.value) return undefined
    busy.value = true
    failure.value = null
    const text = JSON.stringify(input)
    const key = unanswered?.text === text ? unanswered.key : newKey()
    unanswered = null
    try {
      const answer = await run(input, key)
      renewed()
      return answer
    } catch (e) {
      failure.value = e
      const status = e instanceof ApiError ? e.status : 0
      if (status === 0 || status >= 500) unanswered = { text, key }
      // Somebody else was faster: the list shows their state, the form keeps what was typed.
      if (status === 412 || status === 409 || status === 404) renewed()
      else busy.value = false
      return undefined
    }
  }

  /**
   * Reads again what the write may have changed. The caller hears of the end of
   * the write first: the new list may take its row away, and a component that
   * is gone says nothing any more. Until then the form stays busy.
   */
  function renewed(): void {
    void Promise.allSettled(renew.map((queryKey) => client.invalidateQueries({ queryKey }))).then(() => (busy.value = false))
  }

  /** What is wrong with one field of the form. */
  function fault(field: string): string {
    if (!(failure.value instanceof ApiError)) return ''
    return failure.value.fields.filter((f) => f.field === field || f.field.startsWith(`${field}[`) || f.field.startsWith(`${field}.`)).map((f) => f.message).join(' ')
  }
  /** The failure as one sentence; '' while there is none. */
  const words = (): string => (failure.value ? problem(failure.value) : '')

  return { busy, failure, send, fault, words }
}
