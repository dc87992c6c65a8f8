/** What the server asks of a new password, told while it is typed; the server decides. */
export interface PasswordRules {
  minLength: number
  /** How many kinds of characters; 0: any. */
  classes: number
}

export interface PasswordCheck {
  long: boolean
  classes: boolean
  noUsername: boolean
  different: boolean
  same: boolean
}

/** Capital letters, small letters, digits, Han and other letters, signs: how many of them there are. */
function kindsOf(text: string): number {
  const kinds = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[\p{Lo}\p{Lm}\p{Lt}]/u, /[^\p{L}\p{Nd}]/u]
  return kinds.filter((kind) => kind.test(text)).length
}

/** Characters count, not bytes: a sentence in Chinese is as good as it is long. */
export function checkPassword(rules: PasswordRules, username: string, current: string, next: string, again: string): PasswordCheck {
  const name = username.toLowerCase()
  return {
    long: [...next].length >= rules.minLength,
    classes: kindsOf(next) >= Math.max(1, rules.classes),
    noUsername: next !== '' && (name.length < 3 || !next.toLowerCase().includes(name)),
    different: next !== '' && next !== current,
    same: next !== '' && next === again,
  }
}

export const passwordReady = (c: PasswordCheck): boolean => c.long && c.classes && c.noUsername && c.different && c.same
