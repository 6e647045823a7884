import { type ComponentChildren } from 'preact'

/** One line of the card: what goes wrong, and how much of it. */
export function Fault({ title, about, children }: { title: string; about: string; children: ComponentChildren }) {
  return (
    <li>
      <span class="grow">
        {title}
        <br />
        <span class="hint">{about}</span>
      </span>
      <span class="fault-fields">{children}</span>
    </li>
  )
}
