import { onBeforeUnmount, onMounted } from 'vue'
import { isTyping, keyAction, type Action, type Scope } from '@/lib/keys'
import { usePrefs } from '@/stores/prefs'

/**
 * Page keys. They act while nothing else has the keyboard: not under an open
 * dialog or popover, and not on another control's own keys.
 */
export function useKeys(scope: Scope | (() => Scope), act: (action: Action, e: KeyboardEvent) => boolean | void) {
  const prefs = usePrefs()
  const onKey = (e: KeyboardEvent) => {
    if (e.defaultPrevented) return
    const target = e.target as HTMLElement | null
    const owner = target?.closest?.('dialog, [popover], [data-own-keys]')
    // A dialog that was just closed may still hold the focus for a moment.
    if (owner && !(owner instanceof HTMLDialogElement && !owner.open)) return
    const action = keyAction(typeof scope === 'function' ? scope() : scope, e, isTyping(target), prefs.shortcuts)
    if (!action) return
    // Enter on a link or a button is that control's own, unless it opted in.
    if (e.key === 'Enter' && target?.closest('a, button, summary') && !target.closest('[data-row-key]')) return
    if (act(action, e) !== false) e.preventDefault()
  }
  onMounted(() => document.addEventListener('keydown', onKey))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))
}
