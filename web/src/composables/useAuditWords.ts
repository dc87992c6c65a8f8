import { useT } from '@/i18n'
import type { MessageKey } from '@/i18n/keys'
import { fieldValue, fieldWords } from '@/lib/audit'
import { zhAudit } from '@/i18n/zh-CN.audit'

/** The words of an act: what it was done to, and what was done. A slug that a later server knows is shown as it is. */
export function useAuditWords() {
  const { t } = useT()
  const kind = (slug: string) => (slug in zhAudit.audit.kind ? t(`audit.kind.${slug}` as MessageKey) : slug)
  const verb = (slug: string) => (slug in zhAudit.audit.verb ? t(`audit.verb.${slug}` as MessageKey) : slug)
  const name = (part: string) => (part in zhAudit.audit.name ? t(`audit.name.${part}` as MessageKey) : part)
  return {
    kind,
    field: (path: string) => fieldWords(path, name, (n) => t('audit.nth', { n })),
    value: (path: string, text: string) => fieldValue(path, text, t),
    act: (action: string) => {
      const [of = '', done = ''] = action.split('.')
      return done ? `${kind(of)} · ${verb(done)}` : kind(of)
    },
  }
}
