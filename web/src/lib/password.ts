/** What the server asks of a new password, told while it is typed; the server decides. */
export const MIN_PASSWORD = 10

export interface PasswordCheck {
  long: boolean
  noUsername: boolean
  different: boolean
  same: boolean
}

/** Characters count, not bytes: a sentence in Chinese is as good as it is long. */
export function checkPassword(username: string, current: string, next: string, again: string): PasswordCheck {
  const name = username.toLowerCase()
  return {
    long: [...next].length >= MIN_PASSWORD,
    noUsername: next !== '' && (name.length < 3 || !next.toLowerCase().includes(name)),
    different: next !== '' && next !== current,
    same: next !== '' && next === again,
  }
}

export const passwordReady = (c: PasswordCheck): boolean => c.long && c.noUsername && c.different && c.same
