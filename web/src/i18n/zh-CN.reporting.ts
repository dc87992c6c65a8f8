/** Messages of the reporting calendar: cycles, periods, silence. */
export const reportingZh = {
  reporting: {
    cycle: '填报周期', monthly: '月报', tenday: '旬报', weekly: '周报', change: '改填报周期', since: '今天起，以前的不算漏报',
    missed: '已 {n} 期未报', silent: '已 {n} 天没有填报', period: '{cycle} {from}–{to}，{cutoff}截止', late: '，请{who}尽快审',
  },
}
