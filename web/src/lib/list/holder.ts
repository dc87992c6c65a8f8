import type { Milestone } from '@/api/types'
import type { Translate } from '@/i18n'

/** Whose move it is, in a few words. */
export function milestoneHolder(m: Pick<Milestone, 'holder' | 'leadDepartment'>, t: Translate): string {
  const unit = m.holder.department?.shortName || m.holder.department?.name || m.leadDepartment?.shortName || ''
  if (m.holder.kind === 'none' || !unit) return ''
  return m.holder.kind === 'reviewer' ? t(m.holder.level === 'office' ? 'attention.withOffice' : 'attention.withReviewer', { unit, n: m.holder.workdays }) : t('attention.inHands', { unit })
}
