/** Messages of the reporting calendar: cycles, periods, silence. */
export const reportingEn = {
  reporting: {
    cycle: 'Reported', monthly: 'monthly', tenday: 'every ten days', weekly: 'weekly', change: 'Change how often it is reported', since: 'from today; nothing is missing of the time before',
    missed: '{n} periods missed', silent: 'no report for {n} days', period: '{cycle} {from}–{to}, until {cutoff}', late: '; {who} to decide',
  },
}
