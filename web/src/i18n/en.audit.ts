import type { Messages } from './keys'
import type { zhAudit } from './zh-CN.audit'

/** The auditor's page. */
export const enAudit: Messages<typeof zhAudit> = {
  audit: {
    nav: 'Audit', title: 'Audit', lead: 'Who did what and when, before and after. Records are only added',
    who: 'Who', whoHint: 'Part of a name', kindOf: 'Act', from: 'From', to: 'To', any: 'All', clear: 'Clear filters',
    none: 'No such record', noneText: 'Try another person, kind or date.', system: 'The system',
    signed: 'Last signed {at}', unsigned: 'No signed checkpoint yet', verified: 'Last checked {at}: {records} records, {chains} chains, {checkpoints} checkpoints', unverified: 'Not checked yet. The service checks once a day; guatu audit verify does it at once',
    intact: 'Nothing was changed', broken: '{n} things were changed, the first: {first}', archived: '{n} old parts were moved to signed archives',
    field: 'Field', before: 'Before', after: 'After', nothing: 'Nothing more was kept', chain: 'Chain {chain}, record {seq}', loose: 'From before there were chains', session: 'Session', address: 'Address', request: 'Request', hash: 'Hash', instant: 'Instant', businessDay: 'Business day',
    lost: '{n} signed records went when an older backup was restored. The restore itself is signed; this is no change',
    archives: 'Archives', archivesLead: 'Moves records older than a year into a signed file. It takes two people: one asks, another confirms. Then the system administrator runs it on the server.', archivesNone: 'Nothing was asked for yet.',
    archiveAsk: 'Ask for an archive', archiveBefore: 'Records from before', archiveWords: 'Reason', archiveAsked: 'Asked for. Another auditor or audit administrator has to confirm it', archiveSend: 'Ask',
    archiveConfirm: 'Confirm', archiveConfirmAsk: 'Archive the records from before {before}?', archiveConfirmed: 'Confirmed', archiveWithdraw: 'Withdraw', archiveWithdrawAsk: 'Withdraw this request?', archiveWithdrawn: 'Withdrawn',
    archiveOf: 'Records from before {before}', archiveBy: '{at} {name} asked', archiveDecided: '{at} {name} {what}', archiveWaits: 'Waits for somebody else', archiveRun: 'To run on the server:', archiveFile: '{file}, {rows} records',
    archiveStates: { asked: 'to be confirmed', confirmed: 'confirmed, to be written', withdrawn: 'withdrawn', written: 'written, to be taken out', removed: 'taken out' }, archiveDid: { confirmed: 'confirmed', withdrawn: 'withdrew' },
    kind: {
      access: 'Access', audit: 'Audit', backup: 'Backup', calendar: 'Calendar', change: 'Change', department: 'Department', district: 'District', export: 'Export', file: 'File', grant: 'Grant', indicator: 'Indicator', list: 'List', livelihood: 'Task',
      login: 'Sign-in', milestone: 'Milestone', period: 'Period', plan: 'Plan', post: 'Post', project: 'Project', report: 'Report', ruleSet: 'Rule set', ruleSetAdoption: 'Rule set adoption', session: 'Session', setup: 'Set-up', user: 'Account',
      workpart: 'Part', changeRequest: 'Change request',
    },
    verb: {
      adopt: 'adopted', askArchive: 'archive asked for', confirmArchive: 'archive confirmed', withdrawArchive: 'archive withdrawn', writeArchive: 'archive written', take: 'taken', restore: 'restored', altered: 'content differs', appoint: 'appointed', approve: 'approved', approveChange: 'new date approved', approveTarget: 'new target approved', archive: 'archived', audit: 'audit', carry: 'carried over', carryBack: 'carried back', carryOver: 'carried over',
      changePassword: 'password changed', close: 'closed', code: 'code made', confirm: 'confirmed', correct: 'corrected', create: 'added', define: 'defined', download: 'downloaded', delete: 'withdrawn', edit: 'edited', endHolder: 'holding ended', endSessions: 'signed out', exit: 'left the plan',
      expire: 'expired', failed: 'failed', follow: 'followed its project', freeze: 'frozen', handOver: 'handed over', import: 'imported', locked: 'refused while locked', logout: 'signed out', merge: 'merged', milestones: 'milestones', missing: 'file missing', move: 'moved',
      ok: 'succeeded', plan: 'planned', projects: 'projects', propose: 'proposed', record: 'recorded', refused: 'refused', reject: 'rejected', remove: 'removed', report: 'reported', resetPassword: 'password reset', resume: 'resumed', return: 'returned',
      reused: 'old token used again', setUp: 'set up', submit: 'submitted', succeed: 'succeeded by', suspend: 'suspended', tasks: 'tasks', unlock: 'unlocked', upload: 'uploaded', verify: 'verified', wall: 'wall chart', withdraw: 'withdrawn',
    },
  },
}
