/// <reference types="vite/client" />
import 'vue'

declare module 'vue' {
  interface HTMLAttributes {
    popover?: 'auto' | 'manual' | ''
    autofocus?: boolean | ''
  }
  interface ButtonHTMLAttributes {
    popovertarget?: string
  }
}
