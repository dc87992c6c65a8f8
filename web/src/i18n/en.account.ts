import type { Messages } from './keys'

export const accountEn: Pick<Messages, 'proof' | 'factor' | 'account'> = {
  proof: { title: 'Please confirm that it is you', text: 'This touches the rights or the account of somebody else: type your password once more. What you began then goes on by itself.', submit: 'Confirm and go on' },
  factor: {
    title: 'Second factor', ask: 'Type the 6 digits your authenticator app shows.', askRecovery: 'Type a recovery code you have not used.', code: 'Code', recoveryCode: 'Recovery code', useRecovery: 'Use a recovery code', useApp: 'Use the app', back: 'Sign in as someone else', lost: 'Neither phone nor recovery codes at hand? Ask the security administrator for a reset; administrators ask the server room.',
    enrolTitle: 'Set up the second factor', enrolText: '{name}, your post needs a code besides the password. Set it up before anything else.', stepApp: 'Open an authenticator app on your phone (any that knows TOTP; it needs no network).', stepScan: 'Scan this picture.', stepCode: 'Type the 6 digits the app shows.', picture: 'QR code for the authenticator app', byHand: 'Can not scan: type the key', confirm: 'Check and turn on', begin: 'Next',
    recovery: 'Recovery codes', recoveryText: 'Without the phone a recovery code stands in for the code, each once. They are shown only now: print or note them, and keep them apart from the phone.', print: 'Print', noted: 'All are noted', finish: 'Done', orRecovery: 'A recovery code will do, too',
    on: 'On', off: 'Off. When it is on, signing in takes 6 digits from your phone besides the password.', since: 'since {time}', left: '{n} recovery codes left', replace: 'Change the phone', turnOn: 'Turn on', newCodes: 'New recovery codes', remove: 'Turn off', required: 'Your post demands it; it can not be turned off.',
  },
  account: {
    title: 'My account', sessions: 'Where you are signed in', current: 'here', program: 'Another program', seen: 'used {time}', until: 'ends {time}', end: 'Sign out', endOf: 'Sign {name} ({ip}) out', endOthers: 'Sign out everywhere else', endAsk: 'All sessions but this one end at once.', endYes: 'Sign them out', ended: '{n} signed out',
  },
}
