import { ApiError } from '@/api/client'
import { useT } from '@/i18n'

/** A failure in words: what happened, what was kept, what to do. */
export function useProblem() {
  const { t, sp } = useT()
  const fallback = (e: ApiError): string => {
    if (e.status === 0) return t('error.network')
    if (e.status === 401) return t('error.session')
    if (e.status === 403) return t('error.forbidden')
    if (e.status === 404) return t('error.notFound')
    if (e.status === 412) return t('error.conflict')
    if (e.status === 422) return t('error.invalid')
    if (e.status === 429) return t('error.rate')
    return t('error.unknown')
  }
  return (e: unknown): string => {
    if (!(e instanceof ApiError)) return t('error.unknown')
    if (e.status >= 500) return e.requestId ? t('error.server', { id: e.requestId }) : t('error.serverNoId')
    const fields = e.fields.map((f) => f.message).filter(Boolean)
    return sp([e.message || fallback(e), ...fields].filter((v, i, a) => a.indexOf(v) === i).join(' '))
  }
}
