import type { Messages } from './keys'
import type { zhHome } from './zh-CN.home'

/** Home of the administrators. */
export const enHome: Messages<typeof zhHome> = {
  home: {
    none: 'Nothing to see', noneText: 'You hold no post, or your post has no role yet; ask the system and the security administrator.', title: 'To do', actsTitle: 'What the administrators did', nothing: 'Nothing to do', nothingText: '{people} accounts and {posts} posts, all in order.', andMore: ' and others, {n} in all', noActs: 'Nothing recorded yet', system: 'System',
    vacant: '{n} posts without a holder', ungranted: '{n} posts without a role: whoever holds one can do nothing', locked: '{n} accounts locked', oneTime: '{n} accounts with an unchanged one-time password', unplaced: '{n} accounts without a post', calendar: 'No working-day calendar for this year: Monday to Friday count', nextCalendar: 'No working-day calendar for next year yet',
    act: {
      calendar_import: 'imported the calendar', department_create: 'added a department', department_edit: 'changed a department', department_merge: 'merged departments', district_edit: 'changed settings', district_setUp: 'first set-up', district_demo: 'made the demonstration', grant_create: 'granted a role', grant_delete: 'withdrew a role', login_failed: 'failed to sign in', login_locked: 'locked after failed sign-ins', login_ok: 'signed in',
      backup_take: 'took a backup', backup_restore: 'restored a backup', session_endAll: 'ended all sessions',
      post_appoint: 'appointed', post_create: 'added a post', post_edit: 'changed a post', post_endHolder: 'ended a holding', post_move: 'moved a post', post_succeed: 'handed over a post', factor_begin: 'began to set up a second factor', factor_enrol: 'set up a second factor', factor_recoveryCodes: 'renewed recovery codes', factor_remove: 'turned the second factor off', key_rotate: 'rotated the signing key', key_retire: 'retired old signing keys', login_first: 'password right, code to come', session_endOwn: 'ended own sessions elsewhere', session_prove: 'proved again who they are', user_resetFactor: 'reset a second factor', session_logout: 'signed out', session_reused: 'session used twice, stopped', user_changePassword: 'changed the password', user_create: 'added an account', user_edit: 'changed an account', user_endSessions: 'ended sessions', user_resetPassword: 'reset a password', user_unlock: 'unlocked an account',
      access_refused: 'refused', setup_code: 'made a set-up code', setup_refused: 'wrong set-up code',
    },
  },
}
