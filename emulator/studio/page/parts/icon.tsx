/** One line-drawn set, 16 × 16. */
const PATHS = {
  home: 'M2.5 7.5 8 3l5.5 4.5M4 6.5V13h3V9.5h2V13h3V6.5',
  reload: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5V5h-2.5',
  light: 'M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6M8 1.5v1m0 11v1M1.5 8h1m11 0h1M3.4 3.4l1 1m7.2 7.2 1 1m0-9.2-1 1m-7.2 7.2-1 1',
  dark: 'M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8',
  add: 'M8 3v10M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  clear: 'M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11M4.2 4.2l7.6 7.6',
  pick: 'M2.5 6V3.5a1 1 0 0 1 1-1H6m4 0h2.5a1 1 0 0 1 1 1V6m-11 4v2.5a1 1 0 0 0 1 1H6M8 8l5.5 2-2.4 1.1L10 13.5z',
  bin: 'M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5',
  play: 'M5 3.5v9l7-4.5z',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  down: 'M4 6.5 8 10l4-3.5',
  left: 'M9.5 4 6 8l3.5 4',
  right: 'M6.5 4 10 8l-3.5 4',
  check: 'M3.5 8.5 6.5 11.5 12.5 5',
  search: 'M7 2.8a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4M10.2 10.2l3.3 3.3',
  bell: 'M8 2.5a3.5 3.5 0 0 1 3.5 3.5v3l1.2 2H3.3l1.2-2V6A3.5 3.5 0 0 1 8 2.5M6.8 13.2a1.3 1.3 0 0 0 2.4 0',
  info: 'M8 2.2a5.8 5.8 0 1 1 0 11.6A5.8 5.8 0 0 1 8 2.2M8 7.2v3.8M8 5h.01',
  warn: 'M8 2.6 14 13H2zM8 6.5v3M8 11.3h.01',
} as const

export type IconName = keyof typeof PATHS

/** Decorative: the control around it carries the name. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} stroke-width={name === 'more' ? 2.2 : 1.3} />
    </svg>
  )
}

interface ButtonProps {
  name: IconName
  label: string
  onClick: () => void
  pressed?: boolean
  disabled?: boolean
}

export function IconButton({ name, label, onClick, pressed, disabled }: ButtonProps) {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} aria-pressed={pressed} disabled={disabled} onClick={onClick}>
      <Icon name={name} />
    </button>
  )
}
