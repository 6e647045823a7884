import { type ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon'

/** What stands where there is nothing to show: why, and what to do about it. */
export function StateNote({ icon = 'info', title, children }: { icon?: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="state-note">
      <Icon name={icon} size={24} />
      <strong>{title}</strong>
      {children && <div>{children}</div>}
    </div>
  )
}

export function Failure({ error, retry }: { error: string; retry: () => void }) {
  return (
    <div class="failure" role="alert">
      <Icon name="warn" />
      <span>{error}</span>
      <button type="button" class="link" onClick={retry}>
        重试
      </button>
    </div>
  )
}
