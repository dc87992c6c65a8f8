/** What is handed to a person once: whose it is, the one-time password, until when. */
export interface Slip {
  name: string
  username: string
  password: string
  /** An instant; '' when the password does not run out. */
  validUntil: string
  role?: string
}
