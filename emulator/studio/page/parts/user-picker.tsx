import { useEffect, useRef, useState } from 'preact/hooks'
import { ask } from '../live/api'
import { type User } from '../live/contract'
import { Avatar } from './avatar'
import { Icon } from './icon'
import { useDismiss } from './use-dismiss'
import { nameOf, searchUsers, shownUsers } from './words'
import './user-picker.css'

interface Props {
  users: readonly User[]
  openid: string
  /** What is chosen here, for a screen reader. */
  label: string
  onChoose(openid: string): void
}

/** Who a phone, an inbox or a call belongs to: a button with the user, and a list to search. A name that nobody has makes a new user. */
export function UserPicker({ users, openid, label, onChoose }: Props) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const close = () => setOpen(false)
  useDismiss(box, open, close)
  const user = users.find((each) => each.openid === openid) ?? { openid }
  const choose = (chosen: string) => {
    close()
    box.current?.querySelector('button')?.focus()
    onChoose(chosen)
  }
  return (
    <div class="user-picker" ref={box}>
      <button
        type="button"
        class="chosen-user"
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-label={`${label}：${nameOf(user)}`}
        onClick={() => setOpen(!open)}
      >
        <Avatar user={user} />
        <UserLine user={user} />
        <Icon name="down" />
      </button>
      {open && <UserList users={users} openid={openid} onChoose={choose} />}
    </div>
  )
}

function UserLine({ user }: { user: User }) {
  return (
    <span class="user-line">
      <span class="user-name">
        {nameOf(user)}
        {user.role && <span class="chip">{user.roleName ?? user.role}</span>}
      </span>
      <span class="user-openid">{user.openid}</span>
    </span>
  )
}

function UserList({ users, openid, onChoose }: Omit<Props, 'label'>) {
  const [search, setSearch] = useState('')
  const list = useRef<HTMLUListElement>(null)
  const all = searchUsers(users, search)
  const found = shownUsers(all, openid)
  const [active, setActive] = useState(() => Math.max(0, found.findIndex((user) => user.openid === openid)))
  const newName = search.trim()
  const canAdd = newName !== '' && !users.some(({ nickname }) => nickname === newName)
  const last = found.length - (canAdd ? 0 : 1)
  useEffect(() => list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }), [active])

  const add = () => void ask<User>('/emulator/users', { nickname: newName }).then((added) => onChoose(added.openid))
  const take = (index: number) => {
    const user = found[index]
    if (user) onChoose(user.openid)
    else if (canAdd) add()
  }
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setActive(Math.min(last, Math.max(0, active + step)))
    else if (event.key === 'Enter') take(active)
    else return
    event.preventDefault()
  }
  return (
    <div class="user-list popover">
      <label class="search">
        <Icon name="search" />
        <input
          ref={(input) => input?.focus()}
          role="combobox"
          aria-expanded="true"
          aria-controls="users"
          aria-activedescendant={`user-${active}`}
          aria-label="搜索昵称、角色或 openid"
          placeholder="搜索昵称、角色或 openid"
          value={search}
          onInput={({ currentTarget }) => {
            setSearch(currentTarget.value)
            setActive(0)
          }}
          onKeyDown={onKey}
        />
      </label>
      <ul role="listbox" id="users" aria-label="用户" ref={list}>
        {found.map((user, index) => (
          <li key={user.openid} id={`user-${index}`} role="option" aria-selected={index === active} onClick={() => onChoose(user.openid)}>
            <Avatar user={user} />
            <UserLine user={user} />
            {user.openid === openid && <Icon name="check" />}
          </li>
        ))}
        {canAdd && (
          <li id={`user-${found.length}`} role="option" aria-selected={active === found.length} onClick={add}>
            <span class="avatar">＋</span>新用户「{newName}」
          </li>
        )}
      </ul>
      {all.length > found.length && <p class="hint user-rest">还有 {all.length - found.length} 人，多写几个字就能找到</p>}
    </div>
  )
}
